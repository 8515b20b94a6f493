// Times as members read them: Asia/Shanghai, the day only where it is not today.
const ZONE = { timeZone: "Asia/Shanghai" };
const DAY = new Intl.DateTimeFormat("zh-CN", { ...ZONE, month: "long", day: "numeric" });
const TIME = new Intl.DateTimeFormat("zh-CN", { ...ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
const WHOLE = new Intl.DateTimeFormat("zh-CN", { ...ZONE, month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });

export const time = (at) => TIME.format(at);

export function dayAndTime(at, now) {
  if (DAY.format(at) === DAY.format(now)) return time(at);
  return `${DAY.format(at) === DAY.format(now - 86400000) ? "昨天" : DAY.format(at)} ${time(at)}`;
}

/** Keep a clock running that begins at `now` (milliseconds); returns a function that stops it. */
export function runClock(node, now) {
  const offset = now - Date.now();
  const show = () => { node.textContent = time(Date.now() + offset); };
  show();
  const timer = setInterval(show, 5000);
  return () => clearInterval(timer);
}

/** Seconds as people say them: "1 天 2 小时". */
export function span(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.round((seconds % 86400) / 3600);
  return [days && `${days} 天`, hours && `${hours} 小时`].filter(Boolean).join(" ") || "不到 1 小时";
}

export const whole = (at) => WHOLE.format(at);
