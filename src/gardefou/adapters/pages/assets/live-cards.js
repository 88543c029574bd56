/* Three places for suggestions: a card stays where it came, and leaves its place free when it goes. */
import { announce, byId, day, isEmpty, piece, typeset, word } from "./live-told.js";

const PLACES = 3;

export const makeCards = (send) => {
  const list = byId("tips");
  const heading = byId("l-tips");
  const shown = document.querySelector("[data-shown]");
  let places = Array(PLACES).fill(null);
  let most = 0;
  let before = null;

  const dismiss = (place) => places[place] && send({ do: "dismiss", card: places[place].card });
  const pin = (place) => {
    if (places[place]) send({ do: "pin", card: places[place].card, on: !places[place].isPinned });
  };
  const placeOf = (element) => places.findIndex((each) => each?.element === element.closest(".tip"));

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || event.detail > 1) return;
    if ("dismiss" in button.dataset) dismiss(placeOf(button));
    else if ("pin" in button.dataset) pin(placeOf(button));
    else if ("all" in button.dataset) {
      const isWhole = button.closest(".tip").classList.toggle("is-whole");
      button.setAttribute("aria-expanded", String(isWhole));
    }
  });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Delete" || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    dismiss(placeOf(event.target));
  });

  const fill = (element, card, place) => {
    const put = (selector, text) => (element.querySelector(selector).textContent = text);
    put("h3", typeset(card.title));
    put(".tip__passage", typeset(card.passage));
    put("[data-because]", word(`because-${card.because.role}`));
    put("q", card.because.quote);
    const valid = card.valid_until ? `, ${word("valid", { day: day(card.valid_until) })}` : "";
    put("[data-source]", typeset(card.source) + valid);
    const [pinned, gone] = [element.querySelector("[data-pin]"), element.querySelector("[data-dismiss]")];
    pinned.setAttribute("aria-pressed", String(card.is_pinned));
    pinned.setAttribute("aria-label", word("pin", card));
    pinned.setAttribute("aria-keyshortcuts", `Alt+Shift+${place + 1}`);
    gone.setAttribute("aria-label", word("dismiss", card));
    gone.setAttribute("aria-keyshortcuts", `Alt+${place + 1}`);
  };
  const arrange = () => {
    const hadFocus = list.contains(document.activeElement);
    most = Math.max(most, places.findLastIndex(Boolean) + 1);
    list.dataset.most = most;
    for (let place = 0; place < most; place += 1) {
      const here = list.children[place];
      const wanted = places[place]?.element;
      if (wanted ? here === wanted : here?.classList.contains("tip--free")) continue;
      const element = wanted ?? piece("place-piece");
      if (here) here.replaceWith(element);
      else list.append(element);
      const cut = [...element.querySelectorAll(".tip__passage, .tip__because")];
      if (wanted) element.querySelector("[data-all]").hidden = cut.every((each) => each.scrollHeight <= each.clientHeight + 1);
    }
    if (hadFocus && !list.contains(document.activeElement)) heading.focus({ preventScroll: true });
    const number = places.filter(Boolean).length;
    shown.textContent = number ? word("shown", { number }) : "";
    isEmpty("tips", !most);
  };

  return {
    show: (given) => {
      const here = new Set(given.map((each) => each.card));
      places = places.map((each) => (each && here.has(each.card) ? each : null));
      for (const card of given) {
        let place = places.findIndex((each) => each?.card === card.card);
        if (place < 0) {
          place = places.indexOf(null);
          if (place < 0) continue;
          places[place] = { card: card.card, element: piece("card-piece") };
          announce(word("told-card", { place: place + 1, title: typeset(card.title) }));
        }
        places[place].isPinned = card.is_pinned;
        fill(places[place].element, card, place);
      }
      arrange();
    },
    dismiss,
    pin,
    goAndComeBack: () => {
      if (list.contains(document.activeElement)) (before?.isConnected ? before : heading).focus();
      else {
        before = document.activeElement;
        (places.find(Boolean)?.element ?? heading).focus();
      }
    },
    wipe: () => {
      places = Array(PLACES).fill(null);
      [most, before] = [0, null];
      const hadFocus = list.contains(document.activeElement);
      list.replaceChildren();
      list.dataset.most = 0;
      shown.textContent = "";
      isEmpty("tips", true);
      if (hadFocus) heading.focus({ preventScroll: true });
    },
  };
};
