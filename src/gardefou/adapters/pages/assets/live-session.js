/* The WebSocket of a call: opened again when it breaks, with the token that the server gave; kept in no storage. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000];
const MOST_WAITING = 64000; /* bytes: two seconds of one channel */
const CLOSED_WELL = 1000;

export const openSession = (path, first, on) => {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  let socket = null;
  let token = "";
  let isOpen = false;
  let isDone = false;
  let tries = 0;
  let timer = 0;

  const finish = () => {
    isDone = true;
    clearTimeout(timer);
  };
  const again = () => {
    const pause = PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)];
    tries += 1;
    on.lost(pause);
    timer = setTimeout(connect, pause);
  };
  const take = (event) => {
    if (event.type === "opened") {
      const isBack = Boolean(token);
      [isOpen, tries, token] = [true, 0, event.session];
      on.opened(event, isBack);
    } else if (event.type === "fault" && !isOpen) {
      finish();
      on.failed(event, Boolean(token));
    } else on.told(event);
  };
  const connect = () => {
    const mine = (socket = new WebSocket(address));
    mine.addEventListener("open", () => mine.send(JSON.stringify(token ? { ...first, session: token } : first)));
    mine.addEventListener("message", (message) => {
      if (!isDone && mine === socket) take(JSON.parse(message.data));
    });
    mine.addEventListener("close", (closed) => {
      if (isDone || mine !== socket) return;
      isOpen = false;
      if (closed.code === CLOSED_WELL) {
        finish();
        on.closed();
      } else if (token) again();
      else {
        finish();
        on.failed({ code: "unreachable" }, false);
      }
    });
  };
  connect();

  return {
    send: (message) => {
      if (isOpen) socket.send(JSON.stringify(message));
      return isOpen;
    },
    sound: (buffer) => {
      if (!isOpen) return;
      if (socket.bufferedAmount > MOST_WAITING) on.slow();
      else socket.send(buffer);
    },
    close: () => {
      finish();
      socket.close(CLOSED_WELL);
    },
  };
};
