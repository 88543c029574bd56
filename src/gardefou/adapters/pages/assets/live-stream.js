/* What is said, line by line: what may still change is grey, and it follows the call until one scrolls up. */
import { announce, at, byId, inSeconds, isEmpty, piece, word } from "./live-told.js";

const NEAR_PX = 24;
const LAGS_KEPT = 100;
const BEHIND_MS = 3000;
const CAUGHT_UP_MS = 2000;
const REMOVED = /\[([^[\]]{1,40})\]/;

export const makeStream = (unsureBelow) => {
  const place = byId("stream");
  const follow = document.querySelector("[data-do='follow']");
  const pace = document.querySelector("[data-pace]");
  const lag = document.querySelector(".lag");
  const lines = new Map();
  let lags = [];
  let isFollowing = true;
  let isBehind = false;

  const toEnd = () => {
    if (isFollowing) place.scrollTop = place.scrollHeight;
  };
  const setFollowing = (on) => {
    isFollowing = on;
    follow.hidden = on;
    toEnd();
  };
  let top = 0;
  place.addEventListener("scroll", () => {
    const left = place.scrollHeight - place.scrollTop - place.clientHeight;
    const isUp = place.scrollTop < top;
    top = place.scrollTop;
    isFollowing = left <= 1 || (!isUp && (isFollowing || left <= NEAR_PX));
    follow.hidden = isFollowing;
  });
  follow.addEventListener("click", () => {
    if (document.activeElement === follow) place.focus({ preventScroll: true });
    setFollowing(true);
  });

  const lineOf = ({ utterance, role, start_ms: start }) => {
    if (lines.has(utterance)) return lines.get(utterance);
    const element = piece("line-piece");
    element.classList.toggle("you", role === "adviser");
    element.querySelector("[data-who]").textContent = word(role);
    element.querySelector(".line__at").textContent = word("at", { at: at(start) });
    const later = [...place.children].reverse();
    const before = later.find((each) => Number(each.dataset.start) <= start);
    element.dataset.start = start;
    if (before) before.after(element);
    else place.prepend(element);
    const line = { element, text: element.querySelector("[data-words]"), isFinal: false };
    lines.set(utterance, line);
    isEmpty("stream", false);
    return line;
  };

  const plain = (text) =>
    text.split(REMOVED).map((part, number) => {
      if (number % 2 === 0) return part;
      if (!word(`removed-${part}`)) return `[${part}]`;
      const chip = piece("redact-piece");
      chip.querySelector("span").textContent = word(`removed-${part}`);
      return chip;
    });
  const unsure = (text) => {
    const [marked, told] = [document.createElement("span"), document.createElement("span")];
    marked.className = "low";
    marked.title = word("unsure-title");
    marked.textContent = text;
    told.className = "sr";
    told.textContent = ` ${word("unsure")}`;
    return [marked, told];
  };
  const worded = (text, words) => {
    const shown = [];
    let [from, plainFrom] = [0, 0];
    for (const each of words) {
      const found = text.indexOf(each.text, from);
      if (found < 0) return plain(text);
      from = found + each.text.length;
      if (each.confidence === null || each.confidence >= unsureBelow || REMOVED.test(each.text)) continue;
      shown.push(...plain(text.slice(plainFrom, found)), ...unsure(each.text));
      plainFrom = from;
    }
    return [...shown, ...plain(text.slice(plainFrom))];
  };

  const remove = (utterance) => {
    lines.get(utterance)?.element.remove();
    lines.delete(utterance);
    isEmpty("stream", !lines.size);
  };
  const showLag = (ms) => {
    lags = [...lags.slice(1 - LAGS_KEPT), ms];
    const sorted = [...lags].sort((one, other) => one - other);
    lag.hidden = false;
    lag.querySelector("[data-lag]").textContent = word("lag", { seconds: inSeconds(ms) });
    const values = { last: ms, middle: sorted[sorted.length >> 1], worst: sorted.at(-1) };
    const written = Object.fromEntries(Object.entries(values).map(([name, each]) => [name, inSeconds(each)]));
    lag.querySelector("[data-lags]").textContent = word("lag-details", written);
  };
  const showPace = (text) => {
    pace.hidden = !text;
    pace.querySelector("span").textContent = text;
  };

  return {
    setLanguage: (code) => (place.lang = code),
    follow: () => setFollowing(true),
    hypothesis: (event) => {
      const line = lineOf(event);
      if (line.isFinal) return;
      const pending = document.createElement("span");
      pending.className = "partial";
      pending.append(...plain(event.pending));
      const gap = event.agreed && event.pending ? " " : "";
      line.text.replaceChildren(...plain(event.agreed), gap, pending);
      toEnd();
    },
    utterance: (event) => {
      if (event.text === null) return remove(event.utterance);
      const line = lineOf(event);
      line.isFinal = true;
      line.text.replaceChildren(...worded(event.text, event.words ?? []));
      if (event.lag_ms !== undefined) {
        const values = { at: at(event.start_ms), seconds: inSeconds(event.lag_ms) };
        line.element.querySelector(".line__at").textContent = `${word("at", values)}, ${word("lag", values)}`;
        showLag(event.lag_ms);
      }
      toEnd();
    },
    pace: ({ lag_ms: ms, shows_hypotheses: showsHypotheses }) => {
      const wasBehind = isBehind;
      isBehind = ms > (wasBehind ? CAUGHT_UP_MS : BEHIND_MS);
      const behind = isBehind ? word("behind", { seconds: inSeconds(ms) }) : "";
      if (isBehind && !wasBehind) announce(behind);
      showPace(behind || (showsHypotheses ? "" : word("whole-phrases")));
    },
    slow: () => showPace(word("slow")),
    wipe: () => {
      lines.clear();
      place.replaceChildren();
      place.removeAttribute("lang");
      lags = [];
      lag.hidden = true;
      isBehind = false;
      lag.querySelectorAll("[data-lag], [data-lags]").forEach((each) => (each.textContent = ""));
      showPace("");
      setFollowing(true);
      isEmpty("stream", true);
    },
  };
};
