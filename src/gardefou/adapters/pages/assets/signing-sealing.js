/* The secret of a key under a passphrase, as adapters/signing/key_sealing.py seals it: AES-256-GCM, with a key that PBKDF2 derives. */
import { ofHex, FORMAT } from "./signing-file.js";
import { fault } from "./signing-words.js";

const ITERATIONS = 600_000;
const SHORTEST = 12;
const LONGEST = 256;
const bytesOf = (text) => new TextEncoder().encode(text);

const normal = (passphrase) => {
  if (!passphrase.isWellFormed()) throw fault("passphrase-text");
  return passphrase.normalize("NFKC");
};

export const needFitPassphrase = (passphrase) => {
  const length = [...normal(passphrase)].length;
  if (length < SHORTEST) throw fault("passphrase-short");
  if (length > LONGEST) throw fault("passphrase-long");
};

const cipherOf = async (passphrase, salt, iterations) => {
  const material = await crypto.subtle.importKey("raw", bytesOf(normal(passphrase)), "PBKDF2", false, ["deriveKey"]);
  const given = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(given, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};
const bound = (nonce, publicHex) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: new Uint8Array([...bytesOf(FORMAT), ...ofHex(publicHex)]),
});

export const seal = async (seed, publicHex, passphrase) => {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const cipher = await cipherOf(passphrase, salt, ITERATIONS);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(bound(nonce, publicHex), cipher, seed));
  return { iterations: ITERATIONS, salt, nonce, sealed };
};

export const unseal = async (held, passphrase) => {
  const cipher = await cipherOf(passphrase, held.salt, held.iterations);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(bound(held.nonce, held.public), cipher, held.sealed));
  } catch {
    throw fault("wrong-passphrase");
  }
};
