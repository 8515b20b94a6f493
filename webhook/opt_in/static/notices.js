// Lets WeChat show its own question (wx-open-subscribe), and tells the member what came of it.
const wx = globalThis.module.exports;
const { appid, timestamp, nonce, signature } = document.body.dataset;
const hint = document.getElementById("hint");
const tag = document.getElementById("subscribe");

function say(text) {
  hint.textContent = text;
}

function isAllowed(details) {
  try {
    return Object.values(JSON.parse(details)).some((one) => JSON.parse(one).status === "accept");
  } catch {
    return false;
  }
}

if (!/MicroMessenger/i.test(navigator.userAgent)) {
  say("请在微信中打开这个页面。");
} else if (signature) {
  wx.config({
    appId: appid,
    timestamp: Number(timestamp),
    nonceStr: nonce,
    signature,
    jsApiList: ["closeWindow"],
    openTagList: ["wx-open-subscribe"],
  });
  wx.error(() => say("暂时无法开启提醒，请稍后再试。"));
  document.addEventListener("WeixinOpenTagsError", () => say("您的微信版本较低，请升级后再试。"));
  tag.addEventListener("success", (event) =>
    say(isAllowed(event.detail.subscribeDetails) ? "已允许，可以返回聊天了。" : "您没有允许，不会收到提醒。"),
  );
  tag.addEventListener("error", () => say("没有成功，请稍后再试。"));
}
