/* Signing in the browser: the page checks that the hash in the statement is that of the text it shows, opens the key file
   here, signs, and sends the key's public half and the signature. Without this script a file is signed elsewhere. */
const signing = window.gardefouSigning;
const DOMAIN = "gardefou statement 1\n";
const bytesOf = (text) => new TextEncoder().encode(text);
const inHex = (bytes) => [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
const digestOf = async (text) => inHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text))));

const tell = (form, text) => {
  const told = form.querySelector("[data-fault]");
  told.textContent = text;
  told.hidden = !text;
};

/* What the form says it is about is what the statement says, to the last byte; else nothing is signed. */
const isWhole = async ({ act, id, site, statement, document: text }) => {
  if (!statement.startsWith(DOMAIN)) return false;
  const said = JSON.parse(statement.slice(DOMAIN.length));
  const fields = { act, id, installation: said.installation, site, subject: await digestOf(text) };
  return statement === DOMAIN + JSON.stringify(fields);
};

const keyOf = async (form) => {
  const file = form.querySelector("input[type=file]");
  const phrase = form.querySelector("input[type=password]");
  const [chosen] = file.files;
  if (!chosen) {
    file.focus();
    throw new Error(WORDS.choose[lang]);
  }
  return signing.openKey(await chosen.text(), phrase.value);
};

const WORDS = {
  choose: { fr: "Choisissez d’abord le fichier de votre clé.", en: "Choose the file of your key first." },
  altered: {
    fr: "Ce que la page montre n’est pas ce qui serait signé. Rien n’est signé : prévenez les deux parties.",
    en: "What the page shows is not what would be signed. Nothing is signed: tell both sides.",
  },
  unsent: {
    fr: "La demande n’a pas pu être envoyée, ou a été refusée. Rechargez la page et réessayez.",
    en: "The request could not be sent, or was refused. Load the page again and retry.",
  },
};
const lang = document.documentElement.lang.startsWith("en") ? "en" : "fr";

const signed = async (form, key) => {
  if (!(await isWhole(form.dataset))) throw new Error(WORDS.altered[lang]);
  return `${key.public} ${await key.sign(bytesOf(form.dataset.statement))}`;
};

/* The act is made first, by the form of the page; its own page then says what is signed. */
const made = async (form) => {
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("form[data-sign]");
  const refused = page.querySelector(".errors");
  if (!found) throw new Error(refused ? refused.textContent.trim() : WORDS.unsent[lang]);
  return document.importNode(found, true);
};

const send = (form, signature) => {
  form.querySelector("[name=signature]").value = signature;
  if (!form.isConnected) {
    form.hidden = true;
    document.body.append(form);
  }
  form.submit();
};

const sign = async (form, isFirst) => {
  const button = form.querySelector("button:not([type=button])");
  tell(form, "");
  button.disabled = true;
  try {
    const key = await keyOf(form);
    const target = isFirst ? await made(form) : form;
    send(target, await signed(target, key));
  } catch (error) {
    tell(form, error.message);
    button.disabled = false;
  }
};

const prepare = async (form) => {
  const isFirst = "actFirst" in form.dataset;
  form.querySelectorAll("[data-signing]").forEach((each) => (each.hidden = false));
  form.querySelector("[data-without-script]")?.remove();
  form.querySelector("[data-elsewhere]")?.removeAttribute("open");
  const why = await signing.whyNotHere();
  if (why) tell(form, why.message);
  if (!isFirst) {
    const whole = await isWhole(form.dataset);
    form.querySelector("[data-checked]").hidden = !whole;
    if (!whole) tell(form, WORDS.altered[lang]);
  }
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "paste") return;
    if (why && isFirst) return;
    event.preventDefault();
    sign(form, isFirst);
  });
};
document.querySelectorAll("form[data-sign], form[data-act-first]").forEach(prepare);

document.querySelectorAll("[data-dialog]").forEach((link) => {
  const dialog = document.getElementById(link.dataset.dialog);
  const close = dialog.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
});
