/* Next steps, statements not to forget, and formulations on request. */
import { at, byId, isEmpty, piece, typeset, word } from "./live-told.js";

export const makeSteps = () => {
  const list = byId("steps");
  const show = (steps) => {
    list.replaceChildren(
      ...steps.map((step, number) => {
        const element = piece("step-piece");
        element.classList.toggle("is-next", number === 0);
        element.querySelector("span").textContent = typeset(step.text);
        return element;
      }),
    );
    list.hidden = !steps.length;
    isEmpty("steps", !steps.length);
  };
  return { show, wipe: () => show([]) };
};

export const makeTicks = (send) => {
  const list = byId("ticks");
  const lines = new Map();
  const lineOf = (id) => {
    if (!lines.has(id)) {
      const element = piece("tick-piece");
      const box = element.querySelector("input");
      box.addEventListener("change", () => send({ do: "tick", statement: id, on: box.checked }));
      lines.set(id, element);
    }
    return lines.get(id);
  };
  const show = (statements) => {
    const elements = statements.map((statement) => {
      const element = lineOf(statement.id);
      element.querySelector("input").checked = statement.ticked_by !== null;
      element.querySelector("[data-text]").textContent = typeset(statement.text);
      const small = element.querySelector("small");
      small.textContent = statement.ticked_by === "hand" ? word("ticked") : "";
      if (statement.ticked_by === "heard" && statement.heard) {
        const quote = document.createElement("q");
        quote.textContent = statement.heard.quote;
        small.append(word("heard-at", { at: at(statement.heard.start_ms) }), " ", quote);
      }
      return element;
    });
    if (elements.length !== list.children.length || elements.some((each, number) => each !== list.children[number]))
      list.replaceChildren(...elements);
    list.hidden = !elements.length;
    isEmpty("ticks", !elements.length);
  };
  return {
    show,
    wipe: () => {
      lines.clear();
      show([]);
    },
  };
};

export const makeWording = (send) => {
  const place = byId("wording");
  const buttons = [...document.querySelectorAll("[data-situation]")];
  if (!place) return { show: () => {}, wipe: () => {} };
  const find = (selector) => place.querySelector(selector);
  const [another, stop] = [find("[data-do='another']"), find("[data-do='stop-wording']")];
  let asked = "";
  let texts = [];
  let number = 0;

  const state = (name) => {
    isEmpty("wording", name !== "shown");
    place.hidden = name !== "shown";
    document.querySelectorAll(".empty[data-for='wording'] [data-when]").forEach((each) => {
      each.hidden = each.dataset.when !== name;
    });
  };
  const press = (situation) =>
    buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.situation === situation)));
  const showText = () => {
    number = Math.min(number, Math.max(0, texts.length - 1));
    find("[data-text]").textContent = typeset(texts[number] ?? "");
    find("[data-which]").textContent = texts.length > 1 ? word("which", { place: number + 1, number: texts.length }) : "";
    another.hidden = texts.length < 2;
  };
  buttons.forEach((each) =>
    each.addEventListener("click", () => {
      asked = each.dataset.situation;
      [texts, number] = [[], 0];
      press(asked);
      state(send({ do: "word", situation: asked }) ? "asked" : "none");
    }),
  );
  another.addEventListener("click", () => {
    number = (number + 1) % texts.length;
    showText();
  });
  stop.addEventListener("click", () => send({ do: "stop_wording" }));

  return {
    show: (event) => {
      if (event.situation !== asked) return;
      texts = event.texts;
      state(texts.length ? "shown" : event.is_final ? "nothing" : "asked");
      const hadFocus = document.activeElement === stop;
      stop.hidden = event.is_final;
      find("[data-machine]").hidden = !event.is_machine_text;
      find("[data-book]").hidden = event.is_machine_text;
      showText();
      if (hadFocus && stop.hidden) buttons.find((each) => each.dataset.situation === asked)?.focus();
    },
    wipe: () => {
      [asked, texts, number] = ["", [], 0];
      press("");
      showText();
      state("none");
    },
  };
};
