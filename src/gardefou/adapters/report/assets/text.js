/* Shows in the text where the sound is, and keeps it in sight while the call plays on. */
(() => {
  const gardefou = (window.gardefou = window.gardefou || {});

  const timed = (element) => ({ element, from: Number(element.dataset.from), to: Number(element.dataset.to) });

  gardefou.text = (player, sound) => {
    const turns = [...document.querySelectorAll(".turn")].map((turn) => ({
      ...timed(turn),
      words: [...turn.querySelectorAll(".word")].map(timed),
    }));
    const flags = [...player.querySelectorAll(".flag")].map(timed);
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    let marked = new Set();
    let lastTurn = null;
    let following = true;

    const holds = (each, at) => at >= each.from && at < each.to;
    const mark = (elements) => {
      marked.forEach((element) => elements.has(element) || element.classList.remove("is-now"));
      elements.forEach((element) => element.classList.add("is-now"));
      marked = elements;
    };
    const bring = (element) => {
      const bar = player.querySelector(".player__bar").getBoundingClientRect();
      const top = getComputedStyle(player).position === "sticky" ? player.getBoundingClientRect().bottom : bar.bottom;
      const box = element.getBoundingClientRect();
      if (box.top >= top && box.bottom <= window.innerHeight - 40) return;
      element.scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
    };

    const show = () => {
      const at = sound.at();
      const now = turns.filter((turn) => holds(turn, at));
      mark(new Set(now.flatMap((turn) => [turn, ...turn.words.filter((word) => holds(word, at))]).map((each) => each.element)));
      flags.forEach((flag) => flag.element.toggleAttribute("aria-current", holds(flag, at) && flag.to - flag.from < 60000));
      const turn = now.length ? now[now.length - 1].element : null;
      if (turn && turn !== lastTurn && following && sound.playing && !sound.stretch) bring(turn);
      lastTurn = turn;
    };

    player.addEventListener("moved", show);
    player.addEventListener("changed", () => (lastTurn = null));
    return {
      follow(wanted) {
        following = wanted;
      },
      /* Bring the number of a piece of evidence in sight. */
      reveal(number) {
        const place = document.getElementById(`cit-${number}`);
        if (place && following) bring(place.closest(".turn, .gap"));
      },
    };
  };
})();
