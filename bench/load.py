"""The load generator, a process of its own: connections that each play one conversation after the other.

It does nothing but send bytes made before and keep what came back; that is read afterwards.
"""

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle

import httptools

Requests = Sequence[Sequence[bytes]]  # of each conversation its whole HTTP requests, in order
Take = Callable[[], tuple[int, Sequence[bytes]] | None]

TIMEOUT = 30.0


@dataclass(frozen=True)
class Exchange:
    """One request and its answer. `began` in seconds from the start of the load; status 0: the connection broke."""

    conversation: int
    line: int
    began: float
    seconds: float
    status: int
    body: bytes


def run_load(port: int, requests: Requests, connections: int, seconds: float, *, again: bool = False) -> list[Exchange]:
    """Load `port` on this machine from a process of its own for some seconds; every request begun is answered.

    `again`: when the conversations are over, play them anew (only where the same message may come twice).
    """
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(_play_all, port, requests, connections, seconds, again).result()


def _play_all(port: int, requests: Requests, connections: int, seconds: float, again: bool) -> list[Exchange]:
    numbered = enumerate(requests)
    waiting = cycle(list(numbered)) if again else iter(numbered)
    began, lock = time.perf_counter(), threading.Lock()

    def take() -> tuple[int, Sequence[bytes]] | None:
        with lock:
            return next(waiting, None) if time.perf_counter() < began + seconds else None

    def play(_: int) -> list[Exchange]:
        return list(_play(Connection(port), take, began, began + seconds))

    with ThreadPoolExecutor(connections) as pool:
        return [exchange for each in pool.map(play, range(connections)) for exchange in each]


def _play(connection: "Connection", take: Take, began: float, end: float) -> Iterator[Exchange]:
    while (taken := take()) is not None:
        conversation, lines = taken
        for line, request in enumerate(lines):
            start = time.perf_counter()
            if start > end:
                return
            status, body = connection.exchange(request)
            yield Exchange(conversation, line, start - began, time.perf_counter() - start, status, body)


class Connection:
    """A kept-alive connection; opened anew after it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def exchange(self, request: bytes) -> tuple[int, bytes]:
        """Status and body of the answer; status 0 when there was none."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), TIMEOUT)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.sendall(request)
            return _read_answer(self._socket)
        except OSError as error:
            self._socket = None
            return 0, str(error).encode()


class _Answer:
    """Gathers what httptools finds."""

    def __init__(self) -> None:
        self.body = b""
        self.complete = False

    def on_body(self, body: bytes) -> None:
        self.body += body

    def on_message_complete(self) -> None:
        self.complete = True


def _read_answer(connection: socket.socket) -> tuple[int, bytes]:
    answer = _Answer()
    parser = httptools.HttpResponseParser(answer)
    while not answer.complete:
        data = connection.recv(65536)
        if not data:
            raise ConnectionError("closed in the middle of an answer")
        parser.feed_data(data)
    return parser.get_status_code(), answer.body
