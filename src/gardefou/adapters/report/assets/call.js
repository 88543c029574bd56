/* The page of a call: joins its buttons, flags and keys to the sound. */
(() => {
  const { sound: soundOf, wave: waveOf, text: textOf } = window.gardefou;
  const player = document.querySelector(".player");
  const sound = soundOf(player);
  const text = textOf(player, sound);
  const passages = window.gardefou.passages ? window.gardefou.passages(player, sound) : { playing: false, origin: null, stop() {}, speed() {} };
  const find = (selector) => player.querySelector(selector);
  const main = find("[data-main-play]");
  const buttons = [...document.querySelectorAll("button[data-from]")];
  const flags = [...player.querySelectorAll(".flag")];
  let current = -1;
  let letters = true;

  const clock = (ms) => {
    const seconds = Math.floor(ms / 1000);
    const two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };
  const say = (words) => (document.getElementById("live-status").textContent = words);
  const toggled = (button) => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", pressed);
    return pressed;
  };

  const show = () => {
    find("[data-now]").textContent = clock(sound.at());
  };
  const isPlaying = () => sound.playing || passages.playing;
  const origin = () => (passages.playing ? passages.origin : sound.playing && sound.stretch ? sound.stretch.origin : null);
  const press = () => {
    main.classList.toggle("is-playing", isPlaying());
    main.setAttribute("aria-label", isPlaying() ? player.dataset.labelPause : player.dataset.labelPlay);
    buttons.forEach((button) => button.setAttribute("aria-pressed", origin() === button));
  };

  const pause = () => {
    passages.stop();
    sound.pause();
  };
  const play = (wanted) => {
    const { from, to, no, passage } = wanted.dataset;
    if (no) current = flags.findIndex((flag) => flag.dataset.no === no);
    if (passage && passages.play) {
      sound.pause();
      sound.seek(Number(from));
      passages.play(wanted);
    } else {
      passages.stop();
      sound.play({ from: Number(from), to: Number(to), origin: wanted });
    }
    if (no) say(player.dataset.said.replace("{no}", no).replace("{at}", clock(Number(from))));
  };
  const step = (by) => {
    if (!flags.length) return;
    const starts = flags.map((flag) => Number(flag.dataset.from));
    const near = by > 0 ? starts.findIndex((from) => from > sound.at() + 50) : starts.filter((from) => from < sound.at() - 50).length - 1;
    const wanted = current >= 0 ? current + by : near;
    const flag = flags[(wanted + flags.length) % flags.length] || flags[0];
    play(flag);
    text.reveal(flag.dataset.no);
  };
  const seek = (ms) => {
    current = -1;
    passages.stop();
    sound.seek(ms);
  };
  const toggle = () => (isPlaying() ? pause() : sound.play());

  main.addEventListener("click", toggle);
  find("[data-previous]").addEventListener("click", () => step(-1));
  find("[data-next]").addEventListener("click", () => step(1));
  find("#speed").addEventListener("change", (event) => {
    sound.speed(Number(event.target.value));
    passages.speed(Number(event.target.value));
  });
  find("[data-skip-silences]").addEventListener("click", (event) => sound.skip(toggled(event.currentTarget)));
  find("[data-follow]").addEventListener("click", (event) => text.follow(toggled(event.currentTarget)));
  document.querySelector("[data-letters]").addEventListener("click", (event) => (letters = toggled(event.currentTarget)));
  document.querySelectorAll("[data-at]").forEach((button) => button.addEventListener("click", () => seek(Number(button.dataset.at))));
  flags.forEach((flag) => flag.addEventListener("click", () => play(flag)));
  buttons.forEach((button) => button.addEventListener("click", () => (origin() === button ? pause() : play(button))));

  const keys = {
    " ": toggle,
    ArrowRight: () => seek(sound.at() + 5000),
    ArrowLeft: () => seek(sound.at() - 5000),
    n: () => letters && step(1),
    p: () => letters && step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  player.addEventListener("moved", show);
  player.addEventListener("changed", press);
  player.addEventListener("failed", async () => {
    const why = passages.whyFailed ? await passages.whyFailed() : "failed";
    find(`[data-${why}]`).hidden = false;
  });
  const surfer = waveOf(player, sound);
  surfer.on("interaction", (seconds) => seek(seconds * 1000));
  show();
})();
