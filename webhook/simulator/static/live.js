// The connection to the simulator: updates come over a WebSocket, everything else goes by HTTP.

const RETRY = [500, 1000, 2000, 5000]; // milliseconds between attempts to reconnect

export class Live {
  /** `onUpdate(update)` for everything that arrives, `onState(connected)` when the connection comes and goes. */
  constructor(onUpdate, onState) {
    this.onUpdate = onUpdate;
    this.onState = onState;
  }

  /** Watch this member's phone from now on, and nobody else's. `account`: an appid, empty for the first one. */
  watch(account, member) {
    Object.assign(this, { account, member, failures: 0 });
    clearTimeout(this.timer);
    this.connect();
  }

  connect() {
    const old = this.socket;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = new URLSearchParams({ member: this.member, account: this.account });
    const socket = new WebSocket(`${scheme}://${location.host}/simulator/live?${query}`);
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
    return Boolean(await this.post("send", { member: this.member, action }));
  }

  /** Keep a picture's bytes at the platform; its media_id, or null. */
  async upload(file) {
    const query = new URLSearchParams({ account: this.account });
    const answer = await request(`pictures?${query}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file });
    return answer?.media_id ?? null;
  }

  /** What the route answers (`true` for an answer without JSON), null when it refused. */
  post(route, data) {
    return request(route, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ account: this.account, ...data }),
    });
  }

  /** Templates with their titles, `[{ template_id, title }]`; null when it cannot be had. */
  templates(ids) {
    return request(`templates?${new URLSearchParams({ account: this.account, ids: ids.join(",") })}`, {});
  }

  bench() {
    return request("bench", {});
  }
}

async function request(route, options) {
  try {
    const response = await fetch(`/simulator/${route}`, options);
    if (!response.ok) return null;
    return response.headers.get("content-type")?.startsWith("application/json") ? await response.json() : true;
  } catch {
    return null;
  }
}
