/* Plays a call, or one stretch of it that stops at its end. Tells "moved" and "changed" on the player's element. */
(() => {
  const gardefou = (window.gardefou = window.gardefou || {});

  const stretches = (text) => text.split(" ").filter(Boolean).map((pair) => pair.split("-").map(Number));

  gardefou.sound = (player) => {
    const audio = player.querySelector("audio[data-duration]");
    const total = Number(audio.dataset.duration);
    const silences = stretches(player.dataset.skip);
    let stretch = null;
    let skipping = false;
    let shown = null;

    const at = () => (shown === null ? audio.currentTime * 1000 : shown);
    const tell = (name) => player.dispatchEvent(new Event(name));
    const move = (ms) => {
      audio.currentTime = Math.min(total, Math.max(0, ms)) / 1000;
      tell("moved");
    };
    const start = () =>
      audio.play().catch((failure) => {
        if (failure.name !== "AbortError") tell("failed");
      });

    const end = () => {
      const last = stretch;
      stretch = null;
      audio.pause();
      move(last.to);
      tell("changed");
    };
    const advance = () => {
      if (stretch && at() >= stretch.to) return end();
      const silence = skipping && !stretch && !audio.paused && silences.find(([from, to]) => at() >= from && at() < to - 200);
      if (silence) return move(silence[1]);
      tell("moved");
    };
    const frame = () => {
      if (audio.paused) return;
      advance();
      requestAnimationFrame(frame);
    };

    audio.preservesPitch = true;
    audio.addEventListener("play", () => requestAnimationFrame(frame));
    audio.addEventListener("timeupdate", () => audio.paused || advance());
    ["play", "pause", "ended"].forEach((name) => audio.addEventListener(name, () => tell("changed")));
    audio.addEventListener("seeked", () => tell("moved"));
    audio.addEventListener("error", () => tell("failed"));

    return {
      audio,
      total,
      at,
      get playing() {
        return !audio.paused;
      },
      get stretch() {
        return stretch;
      },
      /* A stretch is { from, to, origin }: where to play, and the button or flag that asked. */
      play(wanted = null) {
        stretch = wanted;
        if (wanted) move(wanted.from);
        else if (at() >= total - 50) move(0);
        start();
        tell("changed");
      },
      pause() {
        stretch = null;
        audio.pause();
        tell("changed");
      },
      seek(ms) {
        stretch = null;
        move(ms);
        tell("changed");
      },
      speed(rate) {
        audio.playbackRate = rate;
      },
      skip(wanted) {
        skipping = wanted;
      },
      /* Show another place than that of this sound, while a passage of it plays elsewhere; null to end that. */
      show(ms) {
        shown = ms;
        tell("moved");
      },
    };
  };
})();
