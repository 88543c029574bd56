/* What hindered: a clause in its own words, or what failed and what is safe. */
import { announce, byId, piece, word } from "./live-told.js";

export const makeTroubles = () => {
  const place = byId("trouble");
  const close = () => {
    const hadFocus = place.contains(document.activeElement);
    place.hidden = true;
    place.replaceChildren();
    if (hadFocus) byId("content").focus({ preventScroll: true });
  };
  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-do='close-trouble']")) close();
  });
  const clauseOf = (id) => (id ? byId(`c-${id}`) : null);

  return {
    close,
    show: (title, { code, message, clause, why }) => {
      const quoted = clauseOf(clause);
      const element = piece(clause ? "refusal-piece" : "fault-piece");
      const put = (selector, text) => (element.querySelector(selector).textContent = text);
      put("[data-title]", word(clause ? "title-refused" : title));
      put("[data-why]", why ?? (word(`fault-${code}`) || message || ""));
      if (clause) {
        put("[data-clause]", quoted?.querySelector(".tiny").textContent ?? clause);
        put("blockquote", quoted?.querySelector(".said").textContent ?? "");
        put("[data-why]", why ?? message ?? "");
      }
      place.replaceChildren(element);
      place.hidden = false;
      announce(element.querySelector("[data-title]").textContent);
    },
  };
};
