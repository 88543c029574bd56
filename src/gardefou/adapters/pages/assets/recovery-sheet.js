/* The sheet of paper that brings a key back: the same rows and text as adapters/signing/recovery_rows.py and recovery_sheet.py. */
import { fault, language, SHEETS } from "./signing-words.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const READ_AS = { O: "0", I: "1", L: "1" };
const ROWS = 5;
const GROUPS = 3;
const GROUP_BITS = 20;
const FIELD = (1 << GROUP_BITS) | 0b1001;
const SEED_BYTES = 32;
const DIGEST_BYTES = 5;
const SPARE_BITS = 4n;
const ROW = /^[^\S\n]*([1-9])(?:[^\S\n]|[.:)])[^\S\n]*(\S.*)$/gm;

const checkOf = (number, groups) =>
  [number, ...groups].reduce((check, value) => {
    const next = (check ^ value) << 1;
    return next >> GROUP_BITS ? next ^ FIELD : next;
  }, 0);
const textOf = (group) => [15, 10, 5, 0].map((shift) => ALPHABET[(group >> shift) & 31]).join("");
const valueOf = (text) => [...text].reduce((value, each) => (value << 5) | ALPHABET.indexOf(each), 0);

export const rowsOf = (seed, digest) => {
  const content = [...seed, ...digest.slice(0, DIGEST_BYTES)];
  let number = content.reduce((whole, each) => (whole << 8n) | BigInt(each), 0n) << SPARE_BITS;
  const groups = [];
  for (let left = ROWS * GROUPS; left; left -= 1) {
    groups.unshift(Number(number & 0xfffffn));
    number >>= 20n;
  }
  return Array.from({ length: ROWS }, (_, row) => {
    const own = groups.slice(row * GROUPS, (row + 1) * GROUPS);
    return [...own, checkOf(row + 1, own)].map(textOf).join(" ");
  });
};

/* The groups of one row, or null when it is not as it was printed. */
const groupsOf = (number, text) => {
  const typed = text.replace(/[\s-]/g, "").toUpperCase().replace(/[OIL]/g, (each) => READ_AS[each]);
  if (typed.length !== 4 * (GROUPS + 1) || [...typed].some((each) => !ALPHABET.includes(each))) return null;
  const values = typed.match(/.{4}/g).map(valueOf);
  const check = values.pop();
  return checkOf(number, values) === check ? values : null;
};

export const rowFault = (number, text) => (groupsOf(number, text) ? null : fault("sheet-rows", { rows: [number] }));

/* The secret of a sheet, and the beginning of the digest that its public key must have. */
export const seedOf = (text) => {
  const found = new Map();
  const wrong = new Set();
  for (const [, digit, row] of text.matchAll(ROW)) {
    const number = Number(digit);
    const groups = groupsOf(number, row);
    if (number > ROWS || found.has(number) || !groups) wrong.add(number);
    found.set(number, groups);
  }
  if (!found.size) throw fault("sheet-empty");
  const all = Array.from({ length: ROWS }, (_, row) => row + 1);
  all.filter((number) => !found.has(number)).forEach((number) => wrong.add(number));
  if (wrong.size) throw fault("sheet-rows", { rows: [...wrong].sort() });
  let number = all.flatMap((row) => found.get(row)).reduce((whole, group) => (whole << 20n) | BigInt(group), 0n);
  if (number & 0xfn) throw fault("sheet-mixed");
  number >>= SPARE_BITS;
  const content = new Uint8Array(SEED_BYTES + DIGEST_BYTES);
  for (let place = content.length - 1; place >= 0; place -= 1) {
    content[place] = Number(number & 0xffn);
    number >>= 8n;
  }
  const [seed, digest] = [content.slice(0, SEED_BYTES), content.slice(SEED_BYTES)];
  content.fill(0);
  return { seed, digest };
};

const today = () => {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((each) => String(each).padStart(2, "0"));
  return language() === "fr" ? parts.reverse().join("/") : parts.join("-");
};

export const sheetText = (name, fingerprint, rows) => {
  const listed = rows.map((row, place) => `    ${place + 1}   ${row}`).join("\n");
  const given = { name, fingerprint, day: today(), rows: listed };
  return SHEETS[language()].replace(/\{(\w+)\}/g, (_, field) => given[field]);
};
