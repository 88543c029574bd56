/* The form of a decision: what is still to be heard, chosen and written. Nothing typed leaves the page but by sending it. */
(() => {
  const form = document.getElementById("decision");
  const box = document.getElementById("still-closed");
  const button = form.querySelector("[data-hand-in]");
  const bar = document.querySelector("[data-bar]");
  const rulings = [...document.querySelectorAll("[data-ruling]")];
  const passages = [...box.querySelectorAll("[data-left]")];
  const span = (text) => text.split("-").map(Number);
  const served = form.dataset.served.split(" ").filter(Boolean).map(span);
  const spans = new Map(
    passages.map((each) => {
      const play = each.querySelector("[data-from]");
      return [each.dataset.left, play ? [Number(play.dataset.from), Number(play.dataset.to)] : null];
    }),
  );
  let before = null;

  const merged = () => {
    const result = [];
    for (const [from, to] of [...served].sort((a, b) => a[0] - b[0])) {
      const last = result[result.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else result.push([from, to]);
    }
    return result;
  };
  const chosen = (ruling) => ruling.querySelector("input:checked");
  const numbers = (ruling) => ruling.dataset.numbers.split(" ").filter(Boolean);
  const isToHear = (ruling) => "toHear" in ruling.dataset || chosen(ruling)?.value === "not_met";
  const owes = (ruling) => chosen(ruling) && "owes" in chosen(ruling).dataset && !ruling.querySelector("textarea").value.trim();

  const count = () => {
    const heard = merged();
    const isHeard = (number) => {
      const found = spans.get(number);
      return found && heard.some(([from, to]) => from <= found[0] && found[1] <= to);
    };
    const needed = new Set(rulings.filter(isToHear).flatMap(numbers));
    const left = passages.filter((each) => needed.has(each.dataset.left) && !isHeard(each.dataset.left));
    const undone = (ruling) => !chosen(ruling) || owes(ruling) || (isToHear(ruling) && numbers(ruling).some((number) => !isHeard(number)));
    const all = rulings.length;
    const picked = rulings.filter(chosen).length;
    const reasons = rulings.filter(owes).length;

    passages.forEach((each) => (each.hidden = !left.includes(each)));
    spans.forEach((_, number) => {
      document.querySelectorAll(`[data-heard="${number}"]`).forEach((mark) => (mark.hidden = !isHeard(number)));
      document.querySelectorAll(`[data-unheard="${number}"]`).forEach((mark) => (mark.hidden = isHeard(number)));
    });
    box.hidden = !left.length;
    button.disabled = left.length > 0;
    if (left.length) box.querySelector("[data-left-title]").textContent = left.length === 1 ? box.dataset.one : box.dataset.many.replace("{n}", left.length);
    const text = bar.dataset.text.replace("{chosen}", picked).replace("{all}", all).replace("{reasons}", reasons);
    bar.querySelector("[data-bar-text]").textContent = text;
    const next = rulings.find(undone);
    bar.hidden = !next;
    bar.querySelector("[data-next-ruling]").href = `#${next ? next.id : "decision"}`;
    if (before !== null && left.length !== before) {
      const said = document.getElementById("live-status");
      said.textContent = left.length ? box.querySelector("[data-left-title]").textContent : box.dataset.open;
    }
    before = left.length;
  };

  bar.querySelector("[data-next-ruling]").addEventListener("click", (event) => {
    const ruling = document.getElementById(event.currentTarget.hash.slice(1));
    const target = ruling && (owes(ruling) ? ruling.querySelector("textarea") : chosen(ruling) || ruling.querySelector("input"));
    if (!target) return;
    event.preventDefault();
    ruling.closest(".criterion").scrollIntoView({ block: "nearest" });
    target.focus();
  });
  document.addEventListener("gardefou:served", (event) => {
    const found = spans.get(String(event.detail.number));
    if (found) served.push([...found]);
    count();
  });
  document.addEventListener("change", count);
  document.addEventListener("input", count);
  window.addEventListener("pageshow", count);
  count();
})();
