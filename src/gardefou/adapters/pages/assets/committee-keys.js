/* The page of one's key: made, restored and put under another passphrase here; nothing is sent, nothing is stored. */
import { documentText, readDocument } from "./signing-file.js";
import { needFitPassphrase, seal, unseal } from "./signing-sealing.js";

const signing = window.gardefouSigning;
const words = document.querySelector("[data-keys]").dataset;
const sheetPlace = document.querySelector("[data-sheet-place]");

const element = (name, text, kind) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
};
const button = (label, act) => {
  const made = element("button", label, "btn");
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

const tell = (form, text) => {
  const told = form.querySelector("[data-fault]");
  told.textContent = text;
  told.hidden = !text;
};
const show = (form, ...parts) => {
  const place = form.querySelector("[data-outcome]");
  place.replaceChildren(...parts);
  place.hidden = false;
  place.focus();
};

const samePassphrase = (form) => {
  if (form.passphrase.value !== form.again.value) throw new Error(words.differ);
  return form.passphrase.value;
};
const fileOf = async (form) => {
  const [chosen] = form.file.files;
  if (!chosen) throw new Error(words.choose);
  return chosen.text();
};

const showKey = (form, key, name) => {
  const facts = document.createElement("dl");
  facts.className = "facts";
  [
    [words.fingerprint, key.fingerprint],
    [words.public, key.public],
  ].forEach(([label, value]) => {
    const row = document.createElement("div");
    row.append(element("dt", label), element("dd", value, "mono"));
    facts.append(row);
  });
  const showSheet = () => {
    form.querySelector("[data-outcome]").append(sheetPlace);
    signing.showSheet(sheetPlace, key.sheet);
    const print = button(words.print, () => window.print());
    print.classList.add("no-print");
    sheetPlace.prepend(print);
    print.focus();
  };
  show(form, facts, button(words.save, () => signing.saveFile(key.file, name)), button(words.sheet, showSheet));
};

const ACTS = {
  make: async (form) => showKey(form, await signing.makeKey(form.elements.name.value, samePassphrase(form)), form.elements.name.value),
  restore: async (form) => {
    const name = form.elements.name.value;
    showKey(form, await signing.restoreKey(form.sheet.value, name, samePassphrase(form)), name);
  },
  passphrase: async (form) => {
    const phrase = samePassphrase(form);
    needFitPassphrase(phrase);
    const held = readDocument(await fileOf(form));
    const seed = held.seed || (await unseal(held, form.former.value));
    try {
      const sealed = await seal(seed, held.public, phrase);
      signing.saveFile(documentText({ name: held.name, public: held.public, ...sealed }), held.name);
      show(form, element("p", words.changed));
    } finally {
      seed.fill(0);
    }
  },
};

const act = async (form) => {
  const send = form.querySelector("button:not([type=button])");
  tell(form, "");
  send.disabled = true;
  try {
    await ACTS[form.dataset.key](form);
    form.querySelectorAll("[type=password]").forEach((each) => (each.value = ""));
  } catch (error) {
    tell(form, error.message);
  }
  send.disabled = false;
};

/* The sheet stands under its button on the screen, and alone on paper. */
let shownUnder = null;
window.addEventListener("beforeprint", () => {
  shownUnder = sheetPlace.parentElement;
  document.querySelector("main").append(sheetPlace);
});
window.addEventListener("afterprint", () => shownUnder?.append(sheetPlace));
document.querySelectorAll("form[data-key]").forEach((form) =>
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(form);
  }),
);
signing.whyNotHere().then((why) => {
  if (!why) return;
  const told = document.querySelector("[data-why-not]");
  told.textContent = why.message;
  told.hidden = false;
});
