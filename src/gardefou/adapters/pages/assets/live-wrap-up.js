/* The wrap-up: drafted, edited here, sent, or copied where it cannot be sent, then forgotten. What was edited is not
   written over. */
import { at, byId, piece, typeset, word } from "./live-told.js";

export const makeWrapUp = (send, wasCopied) => {
  const form = byId("wrap-up");
  const slots = form.querySelector(".slots");
  const copied = form.querySelector("[data-copied]");
  const ask = document.querySelector("[data-do='wrap-up']");
  const button = form.querySelector("button:not([type])");
  const edited = new Set();
  let isBeingSent = false;

  const state = (name) => {
    form.hidden = name !== "shown";
    ask.querySelector("[data-label]").textContent = word(name === "shown" ? "update" : "prepare");
    ask.hidden = name === "sent" || name === "copied";
    document.querySelectorAll("[data-wrap]").forEach((each) => (each.hidden = each.dataset.wrap !== name));
    copied.hidden = true;
  };
  const setBeingSent = (on) => {
    isBeingSent = on;
    button?.setAttribute("aria-disabled", String(on));
  };
  const fields = () => [...slots.querySelectorAll("input")];
  const wipe = (name = "none") => {
    const hadFocus = form.contains(document.activeElement);
    slots.replaceChildren();
    edited.clear();
    setBeingSent(false);
    state(name);
    if (hadFocus) byId("l-wrap").focus({ preventScroll: true });
  };
  const fieldOf = (slot) => {
    const here = fields().find((each) => each.name === slot.id);
    if (here) return here.closest(".field");
    const element = piece("slot-piece");
    const input = element.querySelector("input");
    input.name = slot.id;
    input.id = `slot-${slot.id}`;
    input.addEventListener("input", () => edited.add(slot.id));
    element.querySelector("label").htmlFor = input.id;
    slots.append(element);
    return element;
  };
  const fill = (slot) => {
    const element = fieldOf(slot);
    const [input, hint] = [element.querySelector("input"), element.querySelector(".hint")];
    element.querySelector("label").textContent = typeset(slot.label);
    if (!edited.has(slot.id)) input.value = slot.value;
    hint.hidden = !slot.said;
    if (!slot.said) return input.removeAttribute("aria-describedby");
    hint.id = `${input.id}-said`;
    input.setAttribute("aria-describedby", hint.id);
    hint.querySelector("[data-at]").textContent = word(`said-by-${slot.said.role}`, { at: at(slot.said.start_ms) });
    hint.querySelector("q").textContent = slot.said.quote;
  };

  ask.addEventListener("click", () => {
    if (send({ do: "wrap_up" }) && !slots.children.length) state("asked");
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isBeingSent) return;
    const isSent = send({ do: "send", slots: Object.fromEntries(fields().map((each) => [each.name, each.value])) });
    copied.textContent = isSent ? "" : word("fault-unreachable");
    copied.hidden = isSent;
    setBeingSent(isSent);
  });
  form.querySelector("[data-do='copy']").addEventListener("click", async () => {
    const lines = fields().map((each) => `${each.labels[0].textContent} : ${each.value}`);
    const isDone = await navigator.clipboard?.writeText(lines.join("\n")).then(
      () => true,
      () => false,
    );
    if (isDone && !button && send({ do: "assist", on: false })) return wasCopied();
    copied.textContent = word(isDone ? "copied" : "not-copied");
    copied.hidden = false;
  });

  return {
    show: (given) => {
      given.forEach(fill);
      state(slots.children.length ? "shown" : "nothing");
    },
    mayBeSent: () => setBeingSent(false),
    wipe,
  };
};
