/* Keys of signatories, in the browser: the same files, sheets and signatures as `gardefou key`. The secret never leaves the
   page: nothing is stored, nothing is sent, and what an opened key signs with cannot be read by any script.

   <script type="module" src="{{ asset('signing.js') }}"></script> gives window.gardefouSigning, which is there
   for modules and deferred scripts that come later in the page. Everything asynchronous rejects with a SigningFault: `code` is stable,
   `message` is one sentence in the page's language, `rows` lists the rows of a sheet that are wrong.

   whyNotHere()                               -> null, or the SigningFault that says why this browser cannot sign and what to do
   makeKey(name, passphrase)                  -> {file, public, fingerprint, sheet}: text of the key file, 64 hexadecimal digits,
                                                 7f3a 91c2 04be 5d18, text of the recovery sheet (holds the secret: show, print, drop)
   openKey(text of a file, passphrase)        -> {name, public, fingerprint, sign}; sign(Uint8Array) -> 128 hexadecimal digits
   restoreKey(text of a sheet, name, passphrase) -> as makeKey; the text may be the five rows alone: "1 XXXX XXXX XXXX XXXX"
   faultOfRow(number, text)                   -> null, or the SigningFault of one row, while it is being typed
   saveFile(text, name)                       the browser's download of a key file, called after the person: camille-roy.key
   showSheet(place, text)                     puts the sheet into an element; whoever prints the page prints the sheet alone

   Codes: no-ed25519 passphrase-short passphrase-long passphrase-text name-empty name-long name-space name-character not-a-key-file
   field wrong-passphrase other-public sheet-empty sheet-rows sheet-mixed */
import { rowFault, rowsOf, seedOf, sheetText } from "./recovery-sheet.js";
import { documentText, inHex, ofHex, readDocument, unfitName } from "./signing-file.js";
import { needFitPassphrase, seal, unseal } from "./signing-sealing.js";
import { fault, SigningFault } from "./signing-words.js";

const ALGORITHM = "Ed25519";
const PKCS8 = ofHex("302e020100300506032b657004220420");

const digestOf = async (publicHex) => new Uint8Array(await crypto.subtle.digest("SHA-256", ofHex(publicHex)));
const fingerprintOf = async (publicHex) => {
  const digest = inHex(await digestOf(publicHex));
  return digest.slice(0, 16).match(/.{4}/g).join(" ");
};

const privateKey = async (seed, isExtractable) => {
  const written = new Uint8Array([...PKCS8, ...seed]);
  try {
    return await crypto.subtle.importKey("pkcs8", written, ALGORITHM, isExtractable, ["sign"]);
  } finally {
    written.fill(0);
  }
};
const publicOf = async (seed) => {
  const { x } = await crypto.subtle.exportKey("jwk", await privateKey(seed, true));
  return inHex(Uint8Array.from(atob(x.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0)));
};

const whyNotHere = async () => {
  try {
    await privateKey(new Uint8Array(32), false);
    return null;
  } catch {
    return fault("no-ed25519");
  }
};
const needEd25519 = async () => {
  const why = await whyNotHere();
  if (why) throw why;
};
const needFitName = (name) => {
  const code = unfitName(name);
  if (code) throw fault(code);
};

const keyOf = async (seed, name, passphrase) => {
  const publicHex = await publicOf(seed);
  const file = documentText({ name, public: publicHex, ...(await seal(seed, publicHex, passphrase)) });
  const fingerprint = await fingerprintOf(publicHex);
  return { file, public: publicHex, fingerprint, sheet: sheetText(name, fingerprint, rowsOf(seed, await digestOf(publicHex))) };
};

const makeKey = async (name, passphrase) => {
  await needEd25519();
  needFitName(name);
  needFitPassphrase(passphrase);
  const seed = crypto.getRandomValues(new Uint8Array(32));
  try {
    return await keyOf(seed, name, passphrase);
  } finally {
    seed.fill(0);
  }
};

const restoreKey = async (sheet, name, passphrase) => {
  await needEd25519();
  needFitName(name);
  needFitPassphrase(passphrase);
  const { seed, digest } = seedOf(sheet);
  try {
    const whole = await digestOf(await publicOf(seed));
    if (digest.some((each, place) => each !== whole[place])) throw fault("sheet-mixed");
    return await keyOf(seed, name, passphrase);
  } finally {
    seed.fill(0);
  }
};

const openKey = async (text, passphrase) => {
  await needEd25519();
  const held = readDocument(text);
  const seed = held.seed || (await unseal(held, passphrase));
  try {
    if ((await publicOf(seed)) !== held.public) throw fault("other-public");
    const key = await privateKey(seed, false);
    const sign = async (message) => inHex(new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, message)));
    return Object.freeze({ name: held.name, public: held.public, fingerprint: await fingerprintOf(held.public), sign });
  } finally {
    seed.fill(0);
  }
};

const saveFile = (text, name) => {
  const link = document.createElement("a");
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  link.download = `${plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "gardefou"}.key`;
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};

const alone = new CSSStyleSheet();
alone.replaceSync(`@media print {
  body:has(.recovery-sheet) :not(.recovery-sheet, .recovery-sheet *, :has(.recovery-sheet)) { display: none !important; }
  .recovery-sheet { color: #000; background: #fff; font-size: 11pt; }
}`);
const showSheet = (place, text) => {
  if (!document.adoptedStyleSheets.includes(alone)) document.adoptedStyleSheets.push(alone);
  const sheet = document.createElement("pre");
  sheet.className = "recovery-sheet";
  sheet.textContent = text;
  place.replaceChildren(sheet);
};

window.gardefouSigning = Object.freeze({
  whyNotHere,
  makeKey,
  openKey,
  restoreKey,
  faultOfRow: rowFault,
  saveFile,
  showSheet,
  SigningFault,
});
