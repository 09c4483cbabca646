"""Many requests over a few kept connections, by one thread that costs next to nothing: its share is told."""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

END_OF_HEADERS = b"\r\n\r\n"
LENGTH = b"content-length:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Volley:
    """What came of it."""

    statuses: Counter[int]
    seconds: float
    #: what this thread used of a processor meanwhile
    own_seconds: float

    @property
    def rate(self) -> float:
        """Requests answered in a second."""
        return self.statuses.total() / self.seconds


class Caller:
    """One kept connection: a request at a time, already written, and as little as can be done with the answer."""

    def __init__(self, port: int, requests: Iterable[bytes] = ()) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = iter(requests)
        self._got = b""

    def ask(self) -> bool:
        """False when there is nothing more to ask."""
        request = next(self._requests, None)
        if request is not None:
            self.socket.sendall(request)
        return request is not None

    def exchange(self, request: bytes) -> int:
        """The status of the answer, once the whole of it is there."""
        self.socket.sendall(request)
        while (status := self.hear()) is None:
            """More is to come."""
        return status

    def hear(self) -> int | None:
        """The status, once the whole answer is there."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionError("expected an answer, but the server closed the connection")
        self._got += piece
        headers, end, body = self._got.partition(END_OF_HEADERS)
        if not end or len(body) < _length(headers):
            return None
        self._got = b""
        return int(headers[9:12])


def _length(headers: bytes) -> int:
    lowered = headers.lower()
    place = lowered.find(LENGTH) + len(LENGTH)
    return int(lowered[place : lowered.find(b"\r", place) % (len(lowered) + 1)])


def fire(port: int, requests: Iterable[bytes], connections: int) -> Volley:
    """All requests, over so many connections."""
    rest = iter(requests)
    statuses: Counter[int] = Counter()
    with selectors.DefaultSelector() as ears:
        for _ in range(connections):
            caller = Caller(port, rest)
            ears.register(caller.socket, selectors.EVENT_READ, caller)
        begun, own = time.perf_counter(), time.thread_time()
        busy = sum(key.data.ask() for key in ears.get_map().values())
        while busy:
            for key, _ in ears.select():
                status = key.data.hear()
                if status is not None:
                    statuses[status] += 1
                    busy -= not key.data.ask()
        done = Volley(
            statuses=statuses, seconds=time.perf_counter() - begun, own_seconds=time.thread_time() - own
        )
        for key in ears.get_map().values():
            key.data.socket.close()
    return done
