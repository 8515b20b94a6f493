// A sound and a notification when somebody begins to wait, for who asked for them; remembered in this browser.
window.deskAlerts = {
  wanted() {
    return localStorage.getItem("desk-alerts") === "on";
  },
  show() {
    document.querySelectorAll("[data-alerts]").forEach((button) => {
      button.setAttribute("aria-pressed", this.wanted());
      button.querySelector(".block").textContent = this.wanted() ? "提醒已开启" : "开启提醒";
    });
  },
  // By a click of the clerk's: browsers let neither sound nor question through without one.
  async toggle() {
    localStorage.setItem("desk-alerts", this.wanted() ? "off" : "on");
    if (this.wanted()) {
      this.tone();
      if (window.Notification && Notification.permission === "default") await Notification.requestPermission();
    }
    this.show();
  },
  tone() {
    this.audio ??= new AudioContext();
    const at = this.audio.currentTime;
    [660, 880].forEach((pitch, step) => {
      const sound = this.audio.createOscillator();
      const volume = this.audio.createGain();
      sound.frequency.value = pitch;
      volume.gain.setValueAtTime(0.15, at + step * 0.18);
      volume.gain.exponentialRampToValueAtTime(0.001, at + step * 0.18 + 0.17);
      sound.connect(volume).connect(this.audio.destination);
      sound.start(at + step * 0.18);
      sound.stop(at + step * 0.18 + 0.18);
    });
  },
  // `key`: the same case is told once, however many tabs are open.
  tell(key, text, path) {
    const told = JSON.parse(localStorage.getItem("desk-told") ?? "[]");
    if (!this.wanted() || told.includes(key)) return;
    localStorage.setItem("desk-told", JSON.stringify([...told, key].slice(-50)));
    this.tone();
    if (!window.Notification || Notification.permission !== "granted") return;
    const shown = new Notification("工会服务台", { body: text, tag: key });
    shown.onclick = () => {
      window.focus();
      location.href = path;
    };
  },
};
