"""An engine that answers every turn at once, or some seconds later, so that what is left is the web process alone.

Run as `python -m bench.prompt_engine PORT [SECONDS]`.
"""

import asyncio
import sys
from functools import partial
from typing import cast

import httptools
import uvloop

from app.limits import raise_file_limit
from union.conversations.reply import Choice, Reply, Turn, Understanding

TURN = Turn(
    reply=Reply(
        texts=["您好，这是一条和平常差不多长的答复，只为了比较：" * 4], choices=[Choice(label="转人工", send="转人工")]
    ),
    understanding=Understanding(intent="ask_program", confidence=0.97, programs=["p-1", "p-2"], outcome="answered"),
)
BODY = TURN.model_dump_json().encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


class PromptEngine(asyncio.Protocol):
    """One connection. `delay`: seconds before a turn is answered; whether it is ready is answered at once."""

    def __init__(self, delay: float) -> None:
        self._delay = delay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none of asyncio's classes
        self._parser = httptools.HttpRequestParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        if self._delay and self._parser.get_method() == b"POST":
            asyncio.get_running_loop().call_later(self._delay, self._transport.write, ANSWER)
        else:
            self._transport.write(ANSWER)


async def main(port: int, delay: float) -> None:
    """Serve until killed."""
    raise_file_limit()
    server = await asyncio.get_running_loop().create_server(
        partial(PromptEngine, delay), "127.0.0.1", port, backlog=4096
    )
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
