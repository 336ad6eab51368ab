"""Clients over HTTP that ask as fast as they are answered; a process of its own, so that it costs the others nothing.

``python -m benchmarks.serving.clients`` reads its task from standard input and prints what it saw, both as JSON. It
speaks only as much HTTP as it needs: connections stay open, and bodies are counted and thrown away.
"""

import json
import math
import random
import selectors
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

CLOSED = "closed"
"""What stands for the status of a request whose connection the server closed before it answered."""
LATE = "late"
"""What stands for the status of a request that was not answered when patience ended."""


@dataclass(frozen=True, slots=True)
class Task:
    """What the clients do."""

    port: int
    requests: tuple[str, ...]
    """Whole requests as they go over the wire; the clients take them in an order of chance, again and again."""
    clients: int
    seconds: float
    """After this time no request is begun."""
    most: int = sys.maxsize
    """After so many answers neither."""
    pause: float = 0.0
    """Seconds between an answer and the client's next request."""
    patience: float = 60.0
    """Seconds for which answers are waited for after that."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the clients saw."""

    rate: float
    """Answers with status 200 a second."""
    p50: float
    p99: float
    """Milliseconds until an answer with status 200 was whole; not a number where there was none."""
    statuses: dict[str, int]
    size: float
    """Mean bytes of an answer with status 200, with its head."""
    cpu: float
    """Milliseconds of CPU that the clients spent on each."""

    @property
    def answered(self) -> int:
        """How many answers had status 200."""
        return self.statuses.get("200", 0)


@dataclass(slots=True)
class _Talk:
    """A connection with the request that is under way on it."""

    port: int
    wire: socket.socket = field(init=False)
    begun: float = 0.0
    head: bytes = b""
    left: int = 0
    """Bytes of the body that are still to come; -1 where it comes in chunks."""
    tail: bytes = b""
    size: int = 0
    status: str = ""

    def open(self) -> None:
        self.wire = socket.create_connection(("127.0.0.1", self.port))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> None:
        self.head, self.tail, self.size, self.status, self.left = b"", b"", 0, "", 0
        self.begun = time.perf_counter()
        self.wire.sendall(request)

    def hear(self) -> bool:
        """Take what has come; return whether the answer is whole. Raises OSError where the server hangs up."""
        data = self.wire.recv(1 << 18)
        if not data:
            raise ConnectionResetError
        self.size += len(data)
        if not self.status:
            self.head += data
            head, end, data = self.head.partition(b"\r\n\r\n")
            if not end:
                return False
            self._read_head(head.lower())
        if self.left < 0:
            self.tail = (self.tail + data)[-7:] if len(data) < 7 else data[-7:]
            return self.tail.endswith(b"0\r\n\r\n")
        self.left -= len(data)
        return self.left <= 0

    def _read_head(self, head: bytes) -> None:
        self.status = head[9:12].decode()
        _, known, length = head.partition(b"\r\ncontent-length:")
        self.left = int(length.partition(b"\r\n")[0]) if known else -1


def measure(task: Task) -> Seen:
    """Return what clients in a process of their own see."""
    return wait(start(task))


def start(task: Task) -> "subprocess.Popen[str]":
    """Let the clients begin; ``wait`` returns what they see."""
    command = [sys.executable, "-m", "benchmarks.serving.clients"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves
    if process.stdin is not None:
        process.stdin.write(json.dumps(asdict(task)))
        process.stdin.close()
        process.stdin = None
    return process


def wait(process: "subprocess.Popen[str]") -> Seen:
    """Return what the clients have seen, once they are done."""
    told, _ = process.communicate()
    return Seen(**json.loads(told))


class _Run:
    """One task under way."""

    def __init__(self, task: Task) -> None:
        self._task = task
        requests = [request.encode("latin-1") for request in task.requests]
        random.shuffle(requests)
        self._requests = cycle(requests)
        self._resting: deque[tuple[float, _Talk]] = deque()
        self._selector = selectors.DefaultSelector()
        self._times: list[float] = []
        self._statuses: Counter[str] = Counter()
        self._size = 0
        self._cpu = time.process_time()
        self._began = self._last = time.perf_counter()
        self._until = self._began + task.seconds

    def run(self) -> Seen:
        """Ask until the time is over, and wait for what is under way."""
        for _ in range(self._task.clients):
            talk = _Talk(self._task.port)
            talk.open()
            self._selector.register(talk.wire, selectors.EVENT_READ, talk)
            talk.ask(next(self._requests))
        while under_way := len(self._selector.get_map()):
            for key, _ in self._selector.select(timeout=0.1 if not self._resting else 0.001):
                self._go_on(key.data)
            while self._resting and self._resting[0][0] <= time.perf_counter():
                self._ask_again(self._resting.popleft()[1])
            if time.perf_counter() > self._until + self._task.patience:
                self._statuses[LATE] += under_way
                break
        return self._sum_up()

    def _go_on(self, talk: _Talk) -> None:
        try:
            if not talk.hear():
                return
            self._count(talk)
        except OSError:
            self._begin_again(talk)
            return
        if self._task.pause:
            self._resting.append((time.perf_counter() + self._task.pause, talk))
        else:
            self._ask_again(talk)

    def _ask_again(self, talk: _Talk) -> None:
        if time.perf_counter() >= self._until or self._statuses.total() >= self._task.most:
            self._selector.unregister(talk.wire)
            return
        try:
            talk.ask(next(self._requests))
        except OSError:
            self._begin_again(talk)

    def _count(self, talk: _Talk) -> None:
        self._statuses[talk.status] += 1
        if talk.status == "200":
            self._last = time.perf_counter()
            self._times.append(self._last - talk.begun)
            self._size += talk.size

    def _begin_again(self, talk: _Talk) -> None:
        self._statuses[CLOSED] += 1
        self._selector.unregister(talk.wire)
        talk.wire.close()
        while time.perf_counter() < self._until:
            try:
                talk.open()
                talk.ask(next(self._requests))
            except OSError:
                time.sleep(0.05)
                continue
            self._selector.register(talk.wire, selectors.EVENT_READ, talk)
            return

    def _sum_up(self) -> Seen:
        times, statuses = sorted(self._times), dict(self._statuses)
        if not times:
            return Seen(0.0, math.nan, math.nan, statuses, 0.0, math.nan)
        number = len(times)
        p50, p99 = (1000 * times[min(int(number * share), number - 1)] for share in (0.5, 0.99))
        cpu = 1000 * (time.process_time() - self._cpu) / number
        return Seen(number / (self._last - self._began), p50, p99, statuses, self._size / number, cpu)


def main() -> None:
    """Do the task on standard input."""
    given: dict[str, Any] = json.load(sys.stdin)
    given["requests"] = tuple(given["requests"])
    print(json.dumps(asdict(_Run(Task(**given)).run())))


if __name__ == "__main__":
    main()
