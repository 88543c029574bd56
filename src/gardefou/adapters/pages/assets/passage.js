/* Plays the sound of one piece of evidence as the server cuts it. Tells "gardefou:served" where it was heard to its end. */
(() => {
  const gardefou = (window.gardefou = window.gardefou || {});
  const GONE = [404, 410];

  /* Only the call's own sound is asked: asking for a passage would count as hearing it. */
  const statusOf = async (url) => {
    try {
      return (await fetch(url, { headers: { Range: "bytes=0-0" }, cache: "no-store" })).status;
    } catch {
      return 0;
    }
  };

  gardefou.passages = (player, sound) => {
    const clip = player.querySelector("audio[data-clip]");
    const lead = Number(clip.dataset.lead);
    let origin = null;

    const tell = (name) => player.dispatchEvent(new Event(name));
    const startOf = (button) => Math.max(0, Number(button.dataset.from) - lead);
    const stop = () => {
      if (!origin) return;
      origin = null;
      clip.pause();
      sound.show(null);
      tell("changed");
    };
    const heard = () => {
      const { no, passage } = origin.dataset;
      const served = origin;
      stop();
      document.querySelectorAll(`[data-heard="${no}"]`).forEach((mark) => (mark.hidden = false));
      document.getElementById("live-status").textContent = clip.dataset.said.replace("{no}", no);
      served.dispatchEvent(new CustomEvent("gardefou:served", { bubbles: true, detail: { number: Number(no), url: passage } }));
    };
    const fail = () => {
      if (!origin) return;
      stop();
      tell("failed");
    };

    clip.preservesPitch = true;
    clip.addEventListener("timeupdate", () => origin && sound.show(startOf(origin) + clip.currentTime * 1000));
    clip.addEventListener("ended", () => origin && heard());
    clip.addEventListener("error", fail);

    return {
      get playing() {
        return origin !== null;
      },
      get origin() {
        return origin;
      },
      play(wanted) {
        const rate = clip.playbackRate;
        origin = wanted;
        clip.src = wanted.dataset.passage;
        clip.playbackRate = rate;
        clip.play().catch((failure) => failure.name !== "AbortError" && fail());
        tell("changed");
      },
      stop,
      speed(rate) {
        clip.defaultPlaybackRate = rate;
        clip.playbackRate = rate;
      },
      async whyFailed() {
        return GONE.includes(await statusOf(sound.audio.src)) ? "gone" : "failed";
      },
    };
  };
})();
