/* What every part of the live page uses: its sentences, its figures, and the one region that screen readers hear. */
const language = document.documentElement.lang;
const sentences = new Map();
document
  .getElementById("words")
  .content.querySelectorAll("[data-word]")
  .forEach((each) => sentences.set(each.dataset.word, each.textContent));

/* A sentence in the page's language, with its values. */
export const word = (name, values = {}) =>
  (sentences.get(name) ?? "").replace(/\{(\w+)\}/g, (_, each) => String(values[each] ?? ""));

export const byId = (id) => document.getElementById(id);
export const piece = (id) => byId(id).content.firstElementChild.cloneNode(true);

export const at = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
};
const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
export const inSeconds = (ms) => `${tenths.format(ms / 1000)}\u00a0s`;
const days = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
export const day = (date) => {
  const written = days.format(new Date(`${date}T00:00:00Z`));
  return language === "fr" ? written.replace(/^1 /, "1er ") : written;
};

/* The spaces and apostrophes of what the program says, which knowledge cards and guides are typed without. */
export const typeset = (text) => {
  const written = text.replace(/(?<=\p{L})'(?=\p{L})/gu, "’");
  return written.replace(/ (?=[:;?!»%])/g, "\u00a0").replace(/« /g, "«\u00a0");
};

/* Announcements: the first at once, those that follow together and not before PAUSE_MS. */
const PAUSE_MS = 3000;
const region = byId("live-status");
let waiting = [];
let timer = 0;
const speak = () => {
  timer = 0;
  if (!waiting.length) return;
  region.textContent = waiting.join(" ");
  waiting = [];
  timer = setTimeout(speak, PAUSE_MS);
};
export const announce = (text) => {
  if (!waiting.includes(text)) waiting.push(text);
  if (!timer) speak();
};
export const silence = () => {
  clearTimeout(timer);
  timer = 0;
  waiting = [];
  region.textContent = "";
};

/* Which of its states a list shows instead of its lines. */
export const isEmpty = (name, empty) => {
  document.querySelector(`.empty[data-for="${name}"]`)?.toggleAttribute("hidden", !empty);
};
