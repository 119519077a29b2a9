"""Many clients at once, from a process of their own: each keeps its connection and asks for one view after another.

python -m bench.load HOST PORT CLIENTS SECONDS < view.json
"""

from __future__ import annotations

import json
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """One request of a view; with a body it is a POST of JSON."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def written(self, host: str) -> bytes:
        """The request as it travels."""
        lines = [f"{'POST' if self.body else 'GET'} {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(self.body)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Load:
    """Views in a second, the time under which 95 of 100 stay, and how many requests were not answered well."""

    views_per_s: float
    p95_ms: float
    errors: int


def load(url: str, view: Sequence[Request], *, clients: int, seconds: float) -> Load:
    """Let clients ask a server for a view, again and again, for some seconds."""
    host = urlsplit(url).netloc
    requests = json.dumps([one.written(host).decode() for one in view])
    name, port = host.split(":")
    command = [sys.executable, "-m", "bench.load", name, port, str(clients), str(seconds)]
    told = subprocess.run(command, input=requests, capture_output=True, text=True, check=True).stdout
    return Load(**json.loads(told))


class _Client:
    """One connection: the place in its view, when that began, what has come of the answer."""

    def __init__(self, address: tuple[str, int], view: list[bytes], poll: selectors.BaseSelector) -> None:
        self._address, self._view, self._poll = address, view, poll
        self.times_s: list[float] = []
        self.errors = 0
        self._place = 0
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(self._address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._poll.register(self.socket, selectors.EVENT_READ, self)
        self._ask()

    def _ask(self) -> None:
        if self._place == 0:
            self._began = time.perf_counter()
        self._received, self._wanted, self._closes = bytearray(), -1, False
        self.socket.sendall(self._view[self._place])

    def receive(self) -> None:
        """Take what has come; at the end of an answer ask for the next."""
        try:
            part = self.socket.recv(1_000_000)
        except OSError:
            part = b""
        self._received += part
        if not part:
            # A server may close a connection it has answered on; the request is made again on a new one.
            self.errors += bool(self._received)
            self._begin_anew()
            return
        if self._wanted < 0:
            end = self._received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._received[:end]).lower()
            _before, _name, length = head.partition(b"content-length:")
            self._wanted = end + 4 + int(length.split(b"\r\n")[0] or 0)
            self._closes = b"connection: close" in head
            if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
                self.errors += 1
        if len(self._received) >= self._wanted:
            self._place = (self._place + 1) % len(self._view)
            if self._place == 0:
                self.times_s.append(time.perf_counter() - self._began)
            if self._closes:
                self._begin_anew()
            else:
                self._ask()

    def _begin_anew(self) -> None:
        self._poll.unregister(self.socket)
        self.socket.close()
        self._connect()


def main(host: str, port: int, clients: int, seconds: float) -> None:
    """Run the clients and print what came of it; a tenth of the time warms up and does not count."""
    view = [text.encode() for text in json.load(sys.stdin)]
    poll = selectors.DefaultSelector()
    running = [_Client((host, port), view, poll) for _ in range(clients)]

    def run_until(end: float) -> None:
        while time.perf_counter() < end:
            for key, _events in poll.select(timeout=0.1):
                key.data.receive()

    run_until(time.perf_counter() + seconds / 10)
    for client in running:
        client.times_s.clear()
    start = time.perf_counter()
    run_until(start + seconds)
    spent_s = time.perf_counter() - start
    times_s = [one for client in running for one in client.times_s] or [float("inf")]
    p95_s = statistics.quantiles(times_s, n=20)[-1] if len(times_s) > 1 else times_s[0]
    errors = sum(client.errors for client in running)
    print(json.dumps(asdict(Load(len(times_s) / spent_s, 1000 * p95_s, errors))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
