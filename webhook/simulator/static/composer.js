// Where the member types: text, or what a voice message is to be recognised as.
import { byId, setIcon } from "./dom.js";

export class Composer {
  /** `send(action)` resolves to false when the message was not taken; it then stays in the field. */
  constructor(send) {
    this.send = send;
    this.voice = false;
    this.field = byId("text");
    this.button = byId("send");
    this.field.addEventListener("input", () => this.refresh());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    byId("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    byId("voice-toggle").addEventListener("click", () => this.toggleVoice());
  }

  onKey(event) {
    // Enter also ends the choice of characters in a Chinese input method: that one must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text && !this.voice) return;
    const action = { kind: this.voice ? "voice" : "text", text };
    this.field.value = "";
    this.refresh();
    if (!(await this.send(action)) && !this.field.value) {
      this.field.value = text;
      this.refresh();
    }
  }

  toggleVoice() {
    this.voice = !this.voice;
    const toggle = byId("voice-toggle");
    toggle.setAttribute("aria-pressed", String(this.voice));
    toggle.setAttribute("aria-label", this.voice ? "切换到文字" : "切换到语音");
    setIcon(toggle.querySelector("svg"), this.voice ? "keyboard" : "voice");
    this.field.placeholder = this.voice ? "语音识别成的文字，可留空" : "发消息";
    this.button.textContent = this.voice ? "发语音" : "发送";
    this.refresh();
    this.field.focus();
  }

  refresh() {
    this.button.disabled = !this.voice && !this.field.value.trim();
    this.button.hidden = this.button.disabled; // the plus stands alone, as in WeChat
    this.field.style.height = "40px";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 116)}px`;
  }
}
