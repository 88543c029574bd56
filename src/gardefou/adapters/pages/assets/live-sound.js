/* The microphone, as frames of 16-bit samples at 16 kHz; silence of the same length while it is muted. */
export class NoSound extends Error {}

const REASONS = { NotFoundError: "no-device", NotReadableError: "no-device", OverconstrainedError: "no-device" };

export const openMicrophone = async (worklet, deliver) => {
  if (!navigator.mediaDevices || !window.AudioWorkletNode) throw new NoSound("no-secure-page");
  const wanted = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: wanted }).catch((error) => {
    throw new NoSound(REASONS[error.name] ?? "no-microphone");
  });
  const context = new AudioContext();
  let isMuted = false;
  const close = () => {
    stream.getTracks().forEach((each) => each.stop());
    if (context.state !== "closed") context.close();
  };
  try {
    await context.audioWorklet.addModule(worklet);
    await context.resume();
  } catch (error) {
    close();
    throw new NoSound("no-device");
  }
  const node = new AudioWorkletNode(context, "hearing", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
  node.port.onmessage = ({ data }) => deliver(isMuted ? new ArrayBuffer(data.byteLength) : data);
  context.createMediaStreamSource(stream).connect(node);
  return { close, mute: (on) => (isMuted = on) };
};
