/* Where a call stands: what its buttons say, which of them can be used, and what is shown in place of help. */
import { announce, byId, word } from "./live-told.js";

const button = (name) => document.querySelector(`[data-do="${name}"]`);
export const label = (name, text) => (button(name).querySelector("[data-label]").textContent = text);
const NOTICES = ["lost", "ended", "practised", "is-private", "without"];
const TOLD = {
  is_paused: (on) => word(on ? "told-paused" : "told-resumed"),
  is_assisted: (on) => word(on ? "told-assist-on" : "told-assist-off"),
  recording: (name) => word(`recording-${name}`),
  is_private: () => word("told-private"),
  is_over: () => word("told-over"),
};

/* What had the focus may be hidden or closed by a change: the focus goes to what says so. */
const keepingFocus = (change) => {
  const here = document.activeElement;
  change();
  if (here === document.body || !(here.disabled || here.closest("[hidden]"))) return;
  const notice = ["ended", "is-private", "without"].map(byId).find((each) => !each.hidden);
  (notice?.querySelector("h2") ?? byId("content")).focus({ preventScroll: true });
};

export const makeControls = ({ forgetHelp, forgetDraft, mute, stopSound, ended }) => {
  let known = null;
  let isSent = false;

  const showEnd = (isPractice) => {
    byId("practised").hidden = !isPractice;
    byId("ended").hidden = false;
    document.querySelectorAll("[data-with-wrap]").forEach((each) => (each.hidden = byId("wrap").hidden || isSent));
    ["pause", "private"].forEach((name) => (button(name).disabled = true));
    ["assist", "hang-up"].forEach((name) => (button(name).hidden = true));
  };
  const showHelp = (isOff, isDone) => {
    byId("without").hidden = !isOff || isDone;
    document.querySelectorAll("[data-help]").forEach((each) => (each.hidden = isOff));
    byId("wrap").hidden = isOff && !isSent;
    if (isOff) forgetHelp();
    if (isOff && !isSent) forgetDraft();
  };
  const showButtons = (given) => {
    label("assist", word(given.is_assisted ? "assist-off" : "assist-on"));
    label("pause", word(given.is_paused ? "resume" : "pause"));
    button("pause").setAttribute("aria-pressed", String(given.is_paused));
    ["pause", "private"].forEach((name) => (button(name).disabled = given.is_private));
    button("object").disabled = given.recording === "erased" || given.is_private;
    button("assist").hidden = given.is_private;
    button("hang-up").hidden = false;
  };
  const showRecording = (name) => {
    const recording = document.querySelector("[data-recording]");
    recording.dataset.is = name;
    recording.querySelector("span").textContent = word(`recording-${name}`);
  };
  const tell = (before, given) =>
    Object.entries(TOLD).forEach(([name, words]) => before[name] !== given[name] && announce(words(given[name])));

  return {
    known: () => known,
    end: (isPractice) => keepingFocus(() => showEnd(isPractice)),
    show: (given) => {
      const before = known;
      known = given;
      keepingFocus(() => {
        showHelp(!given.is_assisted, given.is_over || given.is_private);
        showButtons(given);
        showRecording(given.recording);
        byId("is-private").hidden = !given.is_private;
        mute(given.is_paused);
        if (given.is_private) stopSound();
        if (given.is_over) ended();
      });
      if (before) tell(before, given);
    },
    sent: () => {
      isSent = true;
      byId("wrap").hidden = false;
    },
    reset: () => {
      [known, isSent] = [null, false];
      NOTICES.forEach((id) => (byId(id).hidden = true));
      document.querySelector("[data-recording] span").textContent = "";
    },
  };
};
