// The door in a phone's browser: reads tickets with the camera, hands codes over, and keeps those that could not be.
// A code goes by a request of its own, not by the page's socket, so that one is never lost with the connection.
window.door = (() => {
  const AGAIN = 3000; // milliseconds: a ticket that is still in the picture is not shown anew
  const LOOK = 150; // between two looks at the picture
  const RETRY = 4000;
  const WIDTH = 640; // pixels: enough for a ticket, and quick
  let files, check, store, stream, detector, sound;
  let last = { code: "", at: 0 };

  const part = (name) => document.querySelector(`.door-${name}`);
  const tidy = (code) => code.replace(/\s+/g, "").toUpperCase().slice(0, 40);

  function open(options) {
    ({ files, check } = options);
    store = `door:${options.session}`;
    setInterval(retry, RETRY);
    window.addEventListener("online", retry);
    begin();
  }

  // The page is built by its own scripts, some moments after this one is read.
  function begin() {
    if (!part("kept")) return setTimeout(begin, 50);
    showKept();
    retry();
  }

  // What is kept: {code, key, said}. `said` is why it was refused once it could be handed over.
  const kept = () => JSON.parse(localStorage.getItem(store) ?? "[]");
  function keep(list) {
    localStorage.setItem(store, JSON.stringify(list));
    showKept();
  }
  const drop = (key) => keep(kept().filter((one) => one.key !== key));

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // The answer to a code, or null where there is none now: no network, or the server is away.
  async function ask(code, key) {
    try {
      const answer = await fetch(check, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ code, key }),
      });
      return answer.ok || answer.status === 403 ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  async function send(text) {
    const code = tidy(text);
    if (!code) return;
    const key = newKey();
    const waiting = setTimeout(() => say({ look: "", word: "正在核对…", who: "", detail: code }), 300);
    const answer = await ask(code, key);
    clearTimeout(waiting);
    if (answer && !answer.signed_out) return say(answer, true);
    if (!kept().some((one) => one.code === code && !one.said)) keep([...kept(), { code, key, said: "" }]);
    say(answer ?? { look: "amber", word: "没有连上，已记下", who: "", detail: "连上网后自动补签，不用再扫。" }, true);
  }

  let busy = false;
  async function retry() {
    if (busy || !store) return;
    busy = true;
    for (const one of kept().filter((one) => !one.said)) {
      const answer = await ask(one.code, one.key);
      if (!answer || answer.signed_out) break;
      if (answer.look === "red") {
        keep(kept().map((other) => (other.key === one.key ? { ...other, said: `${answer.word}${answer.detail}` } : other)));
      } else {
        drop(one.key);
      }
      say(answer);
    }
    busy = false;
  }

  function line(classes, text) {
    const element = document.createElement("div");
    element.className = classes;
    element.textContent = text;
    return element;
  }

  function say(answer, loud = false) {
    const place = part("result");
    if (!place) return;
    place.dataset.look = answer.look;
    place.replaceChildren(line("word", answer.word), line("who", answer.who), line("detail", answer.detail));
    if (loud) signal(answer.look);
  }

  function signal(look) {
    navigator.vibrate?.({ green: [80], amber: [80, 80, 80], red: [400] }[look] ?? []);
    if (!sound) return;
    const tones = { green: [880], amber: [520, 520], red: [220, 220, 220] }[look] ?? [];
    tones.forEach((pitch, index) => {
      const tone = sound.createOscillator();
      const loudness = sound.createGain();
      loudness.gain.value = 0.2;
      tone.frequency.value = pitch;
      tone.connect(loudness).connect(sound.destination);
      tone.start(sound.currentTime + index * 0.18);
      tone.stop(sound.currentTime + index * 0.18 + 0.12);
    });
  }

  function showKept() {
    const place = part("kept");
    if (!place) return;
    const rows = kept().map((one) => {
      const row = line("kept", "");
      row.append(line("code-kept", one.code), line("why", one.said ? `没有签到：${one.said}` : "连上网后自动补签"));
      if (one.said) {
        const button = document.createElement("button");
        button.textContent = "知道了";
        button.onclick = () => drop(one.key);
        row.append(button);
      }
      return row;
    });
    place.replaceChildren(...rows);
  }

  // Called by a press of a button: only then may a page make sounds.
  function wake() {
    sound ??= new AudioContext();
    sound.resume();
  }

  function typed(event) {
    if (event?.isComposing) return;
    wake();
    const field = part("code").querySelector("input");
    const text = field.value;
    field.value = "";
    field.dispatchEvent(new Event("input"));
    field.focus();
    send(text);
  }

  async function camera() {
    wake();
    if (stream) return stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      return say({ look: "amber", word: "这里不能用摄像头", who: "", detail: "请让管理员用 https 打开服务台，或在下面输入签到码。" });
    }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    } catch (error) {
      const denied = error.name === "NotAllowedError";
      const detail = denied ? "请在浏览器里允许使用摄像头，或在下面输入签到码。" : "请在下面输入签到码。";
      return say({ look: "amber", word: denied ? "没有摄像头的权限" : "摄像头打不开", who: "", detail });
    }
    const video = part("camera").querySelector("video");
    video.srcObject = stream;
    await video.play();
    part("panel").classList.add("scanning");
    await prepare();
    look(video);
  }

  function stop() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    part("panel")?.classList.remove("scanning");
  }

  // The browser's own reader, or ours.
  async function prepare() {
    if (detector) return;
    const formats = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
    if (formats.includes("qr_code")) {
      const own = new BarcodeDetector({ formats: ["qr_code"] });
      detector = async (picture) => (await own.detect(picture))[0]?.rawValue ?? "";
      return;
    }
    if (!window.jsQR) {
      await new Promise((done, failed) => {
        const script = document.createElement("script");
        Object.assign(script, { src: `${files}/jsQR.js`, onload: done, onerror: failed });
        document.head.append(script);
      });
    }
    detector = async (picture) => {
      const context = picture.getContext("2d");
      const { data } = context.getImageData(0, 0, picture.width, picture.height);
      return jsQR(data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data ?? "";
    };
  }

  const canvas = document.createElement("canvas");
  async function read(video) {
    canvas.width = Math.min(WIDTH, video.videoWidth);
    canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
    canvas.getContext("2d", { willReadFrequently: true }).drawImage(video, 0, 0, canvas.width, canvas.height);
    return tidy(await detector(canvas).catch(() => ""));
  }

  async function look(video) {
    if (!stream) return;
    if (!video.isConnected) return stop();
    const code = video.videoWidth ? await read(video) : "";
    if (code) {
      const now = performance.now();
      const isNew = code !== last.code || now - last.at > AGAIN;
      last = { code, at: now };
      if (isNew) await send(code);
    }
    setTimeout(look, LOOK, video);
  }

  return { open, typed, camera, send };
})();
