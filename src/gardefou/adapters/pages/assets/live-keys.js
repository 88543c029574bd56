/* Shortcuts: Alt with a digit, which no text field takes; End in the text; Escape closes what hovers. */
import { byId } from "./live-told.js";

const PLACES = ["Digit1", "Digit2", "Digit3"];

export const listenToKeys = ({ isOpen, cards, acts, stream }) => {
  const others = { Digit8: cards.goAndComeBack, Digit9: acts.assist, Digit0: acts.pause };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !isOpen()) return;
    const place = PLACES.indexOf(event.code);
    const act = place < 0 ? others[event.code] : () => (event.shiftKey ? cards.pin : cards.dismiss)(place);
    if (!act) return;
    event.preventDefault();
    act();
  });
  byId("stream").addEventListener("keydown", (event) => {
    if (event.key === "End") stream.follow();
  });
  const lag = document.querySelector(".lag");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") lag.classList.add("is-shut");
  });
  ["pointerleave", "focusout"].forEach((name) => lag.addEventListener(name, () => lag.classList.remove("is-shut")));
};
