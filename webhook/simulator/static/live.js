// The connection to the simulator: updates come over a WebSocket, actions go out by POST.

const RETRY = [500, 1000, 2000, 5000]; // milliseconds between attempts to reconnect

export class Live {
  /** `onUpdate(update)` for everything that arrives, `onState(connected)` when the connection comes and goes. */
  constructor(onUpdate, onState) {
    this.onUpdate = onUpdate;
    this.onState = onState;
  }

  /** Watch this member's phone from now on, and nobody else's. */
  watch(member) {
    this.member = member;
    this.failures = 0;
    clearTimeout(this.timer);
    this.connect();
  }

  connect() {
    const old = this.socket;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/simulator/live?member=${encodeURIComponent(this.member)}`);
    this.socket = socket;
    old?.close();
    socket.onmessage = (event) => {
      if (socket !== this.socket) return;
      this.failures = 0;
      this.onState(true);
      this.onUpdate(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.onState(false);
      const delay = RETRY[Math.min(this.failures++, RETRY.length - 1)];
      this.timer = setTimeout(() => this.connect(), delay);
    };
  }

  /** Do `action`; false when the simulator did not take it. */
  async act(action) {
    try {
      const response = await fetch("/simulator/send", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ member: this.member, action }),
      });
      return response.ok;
    } catch {
      return false;
    }
  }
}
