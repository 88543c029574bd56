/* From the sound card's rate to the 16 kHz of hearing: a windowed sinc below half the lower rate, then frames of 0.1 s. */
const RATE = 16000;
const FRAME = 1600;
const LOBES = 12;
const PHASES = 64;

class Hearing extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    const cut = 0.92 / Math.max(1, this.step);
    this.half = Math.ceil(LOBES / cut);
    this.kernels = Array.from({ length: PHASES + 1 }, (_, phase) => this.kernel(cut, phase / PHASES));
    this.heard = new Float32Array(2 * this.half);
    this.next = this.half;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  kernel(cut, shift) {
    const taps = Float32Array.from({ length: 2 * this.half }, (_, place) => {
      const away = place - this.half + 1 - shift;
      const x = Math.PI * cut * away;
      const sinc = x === 0 ? 1 : Math.sin(x) / x;
      return cut * sinc * (0.5 + 0.5 * Math.cos((Math.PI * away) / (this.half + 1)));
    });
    const whole = taps.reduce((sum, each) => sum + each, 0);
    return taps.map((each) => each / whole);
  }

  process([[samples]]) {
    if (!samples) return true;
    const held = new Float32Array(this.heard.length + samples.length);
    held.set(this.heard);
    held.set(samples, this.heard.length);
    for (; this.next + this.half < held.length; this.next += this.step) this.put(this.sampleAt(held));
    const kept = Math.max(0, Math.floor(this.next) - this.half);
    this.heard = held.slice(kept);
    this.next -= kept;
    return true;
  }

  sampleAt(held) {
    const whole = Math.floor(this.next);
    const taps = this.kernels[Math.round((this.next - whole) * PHASES)];
    const first = whole - this.half + 1;
    let sum = 0;
    for (let place = 0; place < taps.length; place += 1) sum += taps[place] * held[first + place];
    return sum;
  }

  put(sample) {
    this.frame[this.filled] = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
    this.filled += 1;
    if (this.filled < FRAME) return;
    const whole = this.frame.buffer;
    this.port.postMessage(whole, [whole]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("hearing", Hearing);
