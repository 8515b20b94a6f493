"""A tiny official account for the simulator's tests: checks what arrives with wechatpy's own crypto, and echoes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
import xmltodict
from fastapi import FastAPI, Request, Response
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException, InvalidSignatureException
from wechatpy.utils import check_signature

from base.accounts import WeChatMode
from base.settings import Settings
from tests.services import free_port

Message = dict[str, Any]
Answer = Callable[[Message], Awaitable[str | Response]]


def settings_on_free_port(mode: WeChatMode) -> Settings:
    return Settings(PORT=free_port(), wechat_mode=mode)  # type: ignore[call-arg]


def text_reply(message: Message, text: str) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{message['FromUserName']}]]></ToUserName>"
        f"<FromUserName><![CDATA[{message['ToUserName']}]]></FromUserName>"
        f"<CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content></xml>"
    )


async def echo(message: Message) -> str:
    said = message.get("Content") or message.get("Recognition") or message.get("EventKey") or message.get("Event")
    return text_reply(message, f"您说：{said}")


class Account:
    """Serves /wechat/{appid} of all its settings' accounts.

    `answer` decides the reply, `requests` and `messages` keep what came.

    `hang` is an answer that keeps the platform waiting until the test is over.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.answer: Answer = echo
        self.requests: list[tuple[dict[str, str], str]] = []
        self.messages: list[Message] = []
        self.over = asyncio.Event()
        self.app = FastAPI()
        self.app.post("/wechat/{appid}")(self._receive)

    @property
    def crypto(self) -> WeChatCrypto:
        """Of the first account."""
        return self._crypto(self.settings.accounts[0].appid)

    def _crypto(self, appid: str) -> WeChatCrypto:
        account = self.settings.account(appid)
        assert account
        return WeChatCrypto(account.token.get_secret_value(), account.aes_key.get_secret_value(), appid)

    async def hang(self, message: Message) -> str:
        await self.over.wait()
        return ""

    async def _receive(self, appid: str, request: Request) -> Response:
        query, body = dict(request.query_params), (await request.body()).decode()
        self.requests.append((query, body))
        try:
            message = self._open(appid, query, body)
        except (InvalidSignatureException, InvalidAppIdException):
            return Response(status_code=403)
        self.messages.append(message)
        reply = await self.answer(message)
        if isinstance(reply, Response):
            return reply
        if "encrypt_type" in query and self._mode(appid) == "secure" and reply not in ("", "success"):
            reply = self._crypto(appid).encrypt_message(reply, query["nonce"], query["timestamp"])
        return Response(reply, media_type="application/xml")

    def _mode(self, appid: str) -> WeChatMode:
        account = self.settings.account(appid)
        assert account
        return account.mode

    def _open(self, appid: str, query: dict[str, str], body: str) -> Message:
        account = self.settings.account(appid)
        assert account
        check_signature(account.token.get_secret_value(), query["signature"], query["timestamp"], query["nonce"])
        if account.mode != "plain":
            assert query["encrypt_type"] == "aes"
            body = self._crypto(appid).decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
        message: Message = xmltodict.parse(body)["xml"]
        return message


@asynccontextmanager
async def serve(account: Account) -> AsyncIterator[str]:
    """Run the account's app on a real uvicorn in this event loop; yields its base URL."""
    server = uvicorn.Server(uvicorn.Config(account.app, port=account.settings.port, log_level="warning"))
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            await task
        await asyncio.sleep(0.01)
    try:
        yield account.settings.self_url
    finally:
        account.over.set()
        server.should_exit = True
        await task
