/* The text of a key file: JSON with exactly the fields of its format, as adapters/signing/signing_key_document.py reads them. */
import { fault } from "./signing-words.js";

export const FORMAT = "gardefou signing key 1";
const FEWEST = 100_000;
const MOST = 10_000_000;
const LONGEST_NAME = 100;
const LARGEST_FILE = 4096;
const LONGEST_SHOWN = 40;
const SEALED = { salt: 16, nonce: 12, sealed: 48 };
const OPEN = { seed: 32 };

export const inHex = (bytes) => [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
export const ofHex = (text) => Uint8Array.from(text.match(/../g), (each) => parseInt(each, 16));
const inBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const ofBase64 = (text, size) => {
  try {
    const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
    return bytes.length === size && inBase64(bytes) === text ? bytes : null;
  } catch {
    return null;
  }
};

/* Why a key cannot be called that, as the code of a fault; null when it can. */
export const unfitName = (name) => {
  if (!name.trim()) return "name-empty";
  if ([...name].length > LONGEST_NAME) return "name-long";
  if (name !== name.trim()) return "name-space";
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name) ? "name-character" : null;
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/* A key as its file has it, with its secret as bytes: sealed, or plain in `seed`. */
export const readDocument = (text) => {
  const given = text.length <= LARGEST_FILE ? parsed(text) : null;
  if (given?.format !== FORMAT) throw fault("not-a-key-file");
  const sizes = "seed" in given ? OPEN : SEALED;
  const fields = ["format", "name", "public", ...(sizes === SEALED ? ["iterations"] : []), ...Object.keys(sizes)];
  const need = (isRight, field) => {
    if (!isRight) throw fault("field", { field });
  };
  fields.forEach((field) => need(Object.hasOwn(given, field), field));
  Object.keys(given).forEach((field) => need(fields.includes(field), field.slice(0, LONGEST_SHOWN)));
  need(typeof given.name === "string" && !unfitName(given.name), "name");
  need(typeof given.public === "string" && /^[0-9a-f]{64}$/.test(given.public), "public");
  const isSlow = Number.isInteger(given.iterations) && FEWEST <= given.iterations && given.iterations <= MOST;
  need(isSlow || sizes === OPEN, "iterations");
  const held = { ...given };
  for (const [field, size] of Object.entries(sizes)) {
    held[field] = typeof given[field] === "string" ? ofBase64(given[field], size) : null;
    need(held[field], field);
  }
  return held;
};

export const documentText = (key) => {
  const sealed = Object.fromEntries(Object.keys(SEALED).map((field) => [field, inBase64(key[field])]));
  const fields = { format: FORMAT, name: key.name, public: key.public, iterations: key.iterations, ...sealed };
  return `${JSON.stringify(fields, null, 2)}\n`;
};
