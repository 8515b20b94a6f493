"""The reference of the whole path: a FastAPI route that decrypts and encrypts as wechatpy's manual shows, and no more.

Run as `python -m bench.bare_web PORT`.
"""

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply

from base.settings import DEMO_AES_KEY, DEMO_APPID, DEMO_TOKEN

REPLY = "您好，这是一条和平常差不多长的答复，只为了比较：" * 4

app = FastAPI()
crypto = WeChatCrypto(DEMO_TOKEN, DEMO_AES_KEY, DEMO_APPID)


@app.get("/readyz")
async def ready() -> dict[str, str]:
    """It has nothing to load."""
    return {"status": "ready"}


@app.post("/wechat")
async def answer(request: Request, msg_signature: str, timestamp: str, nonce: str) -> Response:
    """Every message gets the same reply."""
    xml = crypto.decrypt_message(await request.body(), msg_signature, timestamp, nonce)
    reply = TextReply(content=REPLY, message=parse_message(xml)).render()
    return Response(crypto.encrypt_message(reply, nonce, timestamp), media_type="text/xml")


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
