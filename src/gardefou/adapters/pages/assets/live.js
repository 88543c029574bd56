/* A call that goes on: the page opens a session, shows what it is told, and forgets all of it at the end. Nothing of it
   is kept in the browser. */
import { makeCards } from "./live-cards.js";
import { label, makeControls } from "./live-controls.js";
import { makeSteps, makeTicks, makeWording } from "./live-help.js";
import { listenToKeys } from "./live-keys.js";
import { openSession } from "./live-session.js";
import { listenToStarts } from "./live-start.js";
import { makeStream } from "./live-stream.js";
import { announce, at, byId, inSeconds, silence, word } from "./live-told.js";
import { makeTroubles } from "./live-troubles.js";
import { makeWrapUp } from "./live-wrap-up.js";

const main = byId("content");
const [start, panel, lost] = [byId("start"), byId("session"), byId("lost")];
const clock = document.querySelector("[data-clock]");

let session = null;
let sound = null;
let played = null;
let opened = null;
let timer = 0;
let startedAt = 0;

const send = (message) => Boolean(session?.send(message));
const stream = makeStream(Number(main.dataset.unsureBelow));
const cards = makeCards(send);
const [steps, ticks, wording] = [makeSteps(), makeTicks(send), makeWording(send)];
const wrapUp = makeWrapUp(send, () => forgetCall("copied", word("told-copied")));
const troubles = makeTroubles();

const phase = (name) => {
  main.dataset.phase = name;
  document.querySelector("[data-air]").textContent = word(name);
};
const showClock = () => {
  clock.textContent = at((performance.now() - startedAt) * (opened?.speed ?? 1));
};
const stopSound = () => {
  sound?.close();
  played?.pause();
  [sound, played] = [null, null];
};
const forgetHelp = () => {
  [stream, cards, steps, ticks, wording].forEach((each) => each.wipe());
  silence();
};
const end = () => {
  controls.end(opened?.source === "practice" && !opened.assist);
  clearInterval(timer);
  stopSound();
  phase("over");
};
const controls = makeControls({
  forgetHelp,
  forgetDraft: wrapUp.wipe,
  mute: (on) => sound?.mute(on),
  stopSound,
  ended: end,
});

/* The wrap-up is where it is wanted: help ends with it. */
const forgetCall = (how, told) => {
  controls.sent();
  forgetHelp();
  wrapUp.wipe(how);
  if (controls.known()?.is_over) end();
  announce(told);
};
const wipe = () => {
  clearInterval(timer);
  stopSound();
  forgetHelp();
  wrapUp.wipe();
  controls.reset();
  [clock.textContent, lost.textContent] = ["", ""];
  opened = null;
};
/* Shows the way in or the call; the focus goes along, and only then. */
const turnTo = (shown, other) => {
  const hadFocus = other.contains(document.activeElement);
  [shown.hidden, other.hidden] = [false, true];
  if (hadFocus) main.focus({ preventScroll: true });
};
const leave = () => {
  send({ do: "close" });
  session?.close();
  session = null;
  wipe();
  turnTo(start, panel);
  phase("idle");
};

const SHOW = {
  hypothesis: stream.hypothesis,
  utterance: stream.utterance,
  pace: stream.pace,
  suggestions: (event) => cards.show(event.cards),
  steps: (event) => steps.show(event.steps),
  checklist: (event) => ticks.show(event.statements),
  wording: wording.show,
  wrap_up: (event) => wrapUp.show(event.slots),
  controls: controls.show,
  fault: (event) => {
    wrapUp.mayBeSent();
    troubles.show("title-during", event);
  },
  sent: () => forgetCall("sent", word("told-sent")),
};

const takeOpened = (event, isBack) => {
  if (isBack && !lost.hidden) announce(word("told-back"));
  lost.hidden = true;
  if (isBack) [stream.wipe, wrapUp.mayBeSent].forEach((each) => each());
  if (!controls.known()?.is_over) phase("on-air");
  stream.setLanguage(event.language ?? opened.language ?? document.documentElement.lang);
  if (!isBack) {
    startedAt = performance.now() - (event.position_ms ?? 0) / (opened.speed ?? 1);
    timer = setInterval(showClock, 1000);
    showClock();
    played?.play().catch(() => {});
  }
  const given = event.controls ?? event;
  if (given.recording) controls.show(given);
};
const takeLost = (pause) => {
  phase("waiting");
  if (lost.hidden) announce(word("told-lost"));
  lost.textContent = word("lost", { seconds: inSeconds(pause) });
  lost.hidden = false;
};
const takeFailure = (event, wasOpen) => {
  const isUnknown = event.code === "input_refused";
  if (wasOpen) {
    lost.hidden = true;
    if (byId("wrap-up").hidden) byId("wrap").hidden = true;
    end();
    troubles.show("title-during", isUnknown ? { code: "gone" } : event);
  } else {
    const isCall = isUnknown && opened?.source === "telephone";
    leave();
    troubles.show("title-closed", isCall ? { code: "unknown" } : event);
  }
};

const begin = (message) => {
  session?.close();
  wipe();
  troubles.close();
  opened = message;
  turnTo(panel, start);
  phase("opening");
  const isCalled = message.source === "telephone";
  label("hang-up", word(isCalled ? "quit" : "hang-up"));
  session = openSession(main.dataset.socket, message, {
    opened: takeOpened,
    told: (event) => SHOW[event.type]?.(event),
    lost: takeLost,
    failed: takeFailure,
    closed: end,
    slow: stream.slow,
  });
};

const starts = listenToStarts({
  begin,
  play: (address, speed) => {
    if (!address) return;
    played = new Audio(address);
    played.playbackRate = speed;
  },
  listen: (microphone) => (sound = microphone),
  deliver: (frame) => session?.sound(frame),
  worklet: main.dataset.worklet,
  hindered: (trouble) => troubles.show("title-closed", trouble),
});

const ACTS = {
  assist: () => controls.known() && send({ do: "assist", on: !controls.known().is_assisted }),
  pause: () => controls.known() && send({ do: controls.known().is_paused ? "resume" : "pause" }),
  object: () => send({ do: "object" }),
  private: () => send({ do: "private" }),
  "hang-up": () => (opened?.source !== "telephone" && send({ do: "hang_up" })) || leave(),
  forget: leave,
  again: () => starts.practiseAgain(opened),
};
Object.entries(ACTS).forEach(([name, act]) =>
  document.querySelectorAll(`[data-do="${name}"]`).forEach((each) => each.addEventListener("click", act)),
);

listenToKeys({ isOpen: () => !panel.hidden, cards, acts: ACTS, stream });
addEventListener("pagehide", leave);
phase("idle");
if (main.dataset.call) {
  byId("call").value = main.dataset.call;
  starts.follow(main.dataset.call);
}
