"""The platform's API as a slow-engine benchmark needs it: tokens for all, and a count of what each member was sent.

The simulator's stand-in would be the bottleneck. Run as `python -m bench.push_stand_in PORT`; GET /sent tells.
"""

import asyncio
import json
import sys
from collections import Counter
from functools import partial
from typing import cast

import httptools
import uvloop

from app.limits import raise_file_limit

SEND, TOKEN = b"/cgi-bin/message/custom/send", b"/cgi-bin/stable_token"


class PushStandIn(asyncio.Protocol):
    """One connection. `sent`: how many messages each openid got, over all connections."""

    def __init__(self, sent: Counter[str]) -> None:
        self._sent = sent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._parser = httptools.HttpRequestParser(self)
        self._path, self._body = b"", b""

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._path, self._body = url.partition(b"?")[0], b""

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        body = json.dumps(self._answer()).encode()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )

    def _answer(self) -> dict[str, object]:
        if self._path == b"/sent":
            return dict(self._sent)
        if self._path == TOKEN:
            return {"access_token": "bench", "expires_in": 7200}
        if self._path == SEND:
            self._sent[json.loads(self._body)["touser"]] += 1
        return {"errcode": 0, "errmsg": "ok"}


async def main(port: int) -> None:
    """Serve until killed."""
    raise_file_limit()
    serve = partial(PushStandIn, Counter())
    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))
