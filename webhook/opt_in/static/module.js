// weixin-js-sdk.js is a CommonJS module: give it the place where it leaves its exports.
globalThis.module = { exports: {} };
