/* Draws the two voices with wavesurfer in the colours of the page, and sets out the flags of the evidence. */
(() => {
  const gardefou = (window.gardefou = window.gardefou || {});
  const LANE = 42;
  const FLAG = 25;
  const MOST_ROWS = 5;

  const decoded = (text) => Float32Array.from(atob(text), (sign) => sign.charCodeAt(0) / 255);

  const colours = (wave) => {
    const ink = (name) => getComputedStyle(wave.querySelector(`.ink--${name}`));
    return {
      head: ink("head").color,
      lane: (name) => ({ heard: ink(name).color, waiting: ink(name).backgroundColor }),
      cited: ink("cite").color,
    };
  };

  /* One colour along the lane, another where evidence lies: a gradient with hard edges. */
  const banded = (base, cited, bands, width) => {
    const gradient = document.createElement("canvas").getContext("2d").createLinearGradient(0, 0, width, 0);
    gradient.addColorStop(0, base);
    bands.forEach(([from, to]) => {
      gradient.addColorStop(from, base);
      gradient.addColorStop(from, cited);
      gradient.addColorStop(to, cited);
      gradient.addColorStop(to, base);
    });
    return gradient;
  };

  const bandsOf = (wave, lane) => {
    const share = (rect, name) => Number.parseFloat(rect.getAttribute(name)) / 100;
    const bands = [...wave.querySelectorAll(".span-cite")]
      .filter((rect) => Number(rect.getAttribute("y")) === lane * LANE)
      .map((rect) => [share(rect, "x"), Math.min(1, share(rect, "x") + share(rect, "width"))])
      .sort((a, b) => a[0] - b[0]);
    return bands.reduce((merged, band) => {
      const last = merged[merged.length - 1];
      if (last && band[0] <= last[1]) last[1] = Math.max(last[1], band[1]);
      else merged.push(band);
      return merged;
    }, []);
  };

  const lanes = (wave, names) => {
    const shown = colours(wave);
    const width = wave.querySelector(".wave__drawn").clientWidth * Math.max(1, window.devicePixelRatio || 1);
    return names.map((name, lane) => {
      const bands = bandsOf(wave, lane);
      const { heard, waiting } = shown.lane(name);
      return { waveColor: banded(waiting, shown.cited, bands, width), progressColor: banded(heard, shown.cited, bands, width) };
    });
  };

  const draw = (wave, sound) => {
    const container = wave.querySelector(".wave__drawn");
    const peaks = container.dataset.peaks.split(" ").map(decoded);
    const names = [...wave.querySelectorAll(".wave__who")].map((who) => (who.matches(".wave__who--you") ? "you" : "other"));
    const loudest = Math.max(0.05, ...peaks.map((lane) => lane.reduce((most, peak) => Math.max(most, peak), 0)));
    const surfer = WaveSurfer.create({
      container,
      media: sound.audio,
      peaks,
      duration: sound.total / 1000,
      height: LANE,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      barMinHeight: 1,
      barHeight: 0.92,
      normalize: true,
      maxPeak: loudest,
      cursorWidth: 2,
      cursorColor: colours(wave).head,
      splitChannels: lanes(wave, names),
      dragToSeek: true,
    });
    const repaint = () => surfer.setOptions({ cursorColor: colours(wave).head, splitChannels: lanes(wave, names) });
    document.addEventListener("themechange", repaint);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
    window.addEventListener("resize", repaint);
    printInk(repaint);
    return surfer;
  };

  /* Paper is light whatever the screen is. */
  const printInk = (repaint) => {
    const root = document.documentElement;
    let before = null;
    window.addEventListener("beforeprint", () => {
      before = root.dataset.theme;
      root.dataset.theme = "light";
      repaint();
    });
    window.addEventListener("afterprint", () => {
      if (before) root.dataset.theme = before;
      else root.removeAttribute("data-theme");
      repaint();
    });
  };

  /* Move flags of one row apart, each as little as needed. */
  const spread = (places, width) => {
    const spots = [...places];
    for (let round = 0; round < 40; round += 1) {
      for (let i = 1; i < spots.length; i += 1) {
        const missing = FLAG - (spots[i] - spots[i - 1]);
        if (missing > 0) {
          spots[i - 1] -= missing / 2;
          spots[i] += missing / 2;
        }
      }
    }
    spots.forEach((spot, i) => (spots[i] = Math.max(spot, i ? spots[i - 1] + FLAG : 0)));
    for (let i = spots.length - 1; i >= 0; i -= 1) {
      spots[i] = Math.min(spots[i], i === spots.length - 1 ? width : spots[i + 1] - FLAG);
    }
    return spots;
  };

  const setOut = (wave) => {
    const svg = wave.querySelector(".wave__flags");
    const width = svg.clientWidth;
    const flags = [...wave.querySelectorAll(".flag")];
    const places = flags.map((flag) => (Number.parseFloat(flag.parentNode.getAttribute("x")) / 100) * width);
    const rows = Math.min(MOST_ROWS, Math.max(1, Math.ceil((flags.length * FLAG * 1.15) / width)));
    wave.dataset.rows = rows;
    for (let row = 0; row < rows; row += 1) {
      const members = flags.map((_, i) => i).filter((i) => i % rows === row);
      const spots = spread(members.map((i) => places[i]), width);
      members.forEach((i, k) => setFlag(flags[i], spots[k] - places[i], row, rows));
    }
  };

  const setFlag = (flag, shift, row, rows) => {
    flag.querySelector(".flag__head").setAttribute("transform", `translate(${shift.toFixed(1)} ${row * FLAG})`);
    const stem = flag.querySelector(".stem");
    stem.setAttribute("x1", shift.toFixed(1));
    stem.setAttribute("y1", 23 + row * FLAG);
    stem.setAttribute("y2", 8 + rows * FLAG);
  };

  gardefou.wave = (player, sound) => {
    const wave = player.querySelector(".wave");
    setOut(wave);
    new ResizeObserver(() => setOut(wave)).observe(wave);
    document.fonts.ready.then(() => setOut(wave));
    return draw(wave, sound);
  };
})();
