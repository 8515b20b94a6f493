"""Calls of engines through an httpx transport: an app in this process, or a stand-in of the network."""

import httpx

from webhook.engine_calls import NotReachedError, SilentError


class HttpxCalls:
    """Is webhook.engine_calls.Calls."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def call(self, method: str, url: str, seconds: float, content: bytes = b"") -> tuple[int, bytes]:
        request = httpx.Request(method, url, headers={"content-type": "application/json"}, content=content)
        try:
            response = await self._transport.handle_async_request(request)
            return response.status_code, await response.aread()
        except httpx.ReadTimeout as error:
            raise SilentError from error
        except httpx.TransportError as error:
            raise NotReachedError(type(error).__name__) from error

    async def close(self) -> None:
        await self._transport.aclose()
