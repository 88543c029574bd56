/* The try-out beside the form of a criterion: asked for again a moment after each change; nothing is kept by it.
   Who leaves with changes that are not kept is asked first. */
(() => {
  const form = document.getElementById("criterion");
  const shown = document.getElementById("preview");
  const told = document.getElementById("live-status");
  const PAUSE_MS = 450;
  let waiting = 0;
  let asked = null;
  let last = "";

  const fields = () => {
    const given = new URLSearchParams(new FormData(form));
    given.delete("do");
    return given.toString();
  };
  const typed = () => {
    const given = new URLSearchParams(new FormData(form));
    ["do", "sample", "csrf"].forEach((name) => given.delete(name));
    return given.toString();
  };
  const opened = "unsaved" in form.dataset ? null : typed();
  let isLeaving = false;
  form.addEventListener("submit", () => (isLeaving = true));
  addEventListener("pageshow", () => (isLeaving = false));
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && typed() !== opened) event.preventDefault();
  });

  const kept = () => [...shown.querySelectorAll("details[data-keep][open]")].map((each) => each.dataset.keep);
  const tell = (text) => {
    if (told.textContent !== text) told.textContent = text;
  };

  const show = (fragment) => {
    const open = kept();
    shown.innerHTML = fragment;
    shown.querySelectorAll("details[data-keep]").forEach((each) => (each.open = open.includes(each.dataset.keep)));
    const said = shown.querySelector("[data-said]");
    const first = shown.querySelector("li, .state p");
    tell(said ? said.dataset.said : first ? first.textContent.trim() : "");
  };

  const ask = async () => {
    const body = fields();
    if (body === last) return;
    last = body;
    if (asked) asked.abort();
    const mine = (asked = new AbortController());
    shown.setAttribute("aria-busy", "true");
    try {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await fetch(form.dataset.preview, { method: "POST", body, headers, signal: mine.signal });
      const fragment = await answer.text();
      if (asked !== mine) return;
      if (answer.ok && !answer.redirected) show(fragment);
      else throw new Error(String(answer.status));
    } catch (error) {
      if (asked !== mine) return;
      last = "";
      shown.textContent = shown.dataset.failed;
      tell(shown.dataset.failed);
    }
    shown.removeAttribute("aria-busy");
  };
  const soon = (event) => {
    if (event.target.form !== form) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  };

  document.addEventListener("input", soon);
  document.addEventListener("change", soon);
  if (!shown.querySelector(".preview") && !form.elements.new) ask();
})();
