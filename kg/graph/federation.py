"""Readers that let queries call the endpoints of a list, in processes of their own."""

import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kg.errors import StoreError
from kg.graph.guard import may_call
from kg.graph.process import Reach
from kg.graph.readers import Readers
from kg.net.service import Service
from kg.results import Options, Stream
from kg.settings import MAX_RESULT_MB

PROCESSES = 2
"""Federated queries answered at a time."""
WAIT = 0.5
"""Seconds that another one stands in line: a slow endpoint holds up those who ask it, and not the whole site."""


class FederatedReaders(Readers):
    """Answers queries as ``Readers`` does; those that may call an endpoint, in processes that can.

    The others have no network. Without endpoints it is the same as ``Readers``.
    """

    def __init__(
        self,
        folder: Path,
        services: Sequence[Service],
        processes: int = 2,
        *,
        seconds: float = 10.0,
        memory_mb: int = 1024,
        result_mb: int = MAX_RESULT_MB,
    ) -> None:
        """Start *processes* readers on *folder*, as ``Readers`` does.

        *services* are what queries may call. Two more processes start with the first query that may.
        """
        reach = Reach(tuple(services))
        super().__init__(folder, processes, seconds, memory_mb, result_mb=result_mb, reach=reach)
        self._endpoints = reach.iris
        self._open = partial(
            Readers, folder, PROCESSES, seconds, memory_mb, WAIT, result_mb,
            reach=Reach(reach.services, is_open=True), meter=self.meter,
        )  # fmt: skip
        self._federated: Readers | None = None
        self._opening = threading.Lock()
        self._ended = False

    @property
    def pids(self) -> set[int]:
        """The ids of all reader processes."""
        return super().pids | (self._federated.pids if self._federated else set())

    def close(self) -> None:
        """End the processes; a query that one of them is answering fails with StoreError."""
        with self._opening:
            self._ended = True
        if self._federated is not None:
            self._federated.close()
        super().close()

    def _run(self, query: str, options: Options, quick: bool) -> Stream:
        """Answer as ``Readers`` does; raises ServiceError too, for an endpoint that failed."""
        if not may_call(query, self._endpoints):
            return super()._run(query, options, quick)
        return self._reach_out()._run(query, options, quick)

    def _reach_out(self) -> Readers:
        with self._opening:
            if self._ended:
                raise StoreError("the pool of readers is closed: open another")
            if self._federated is None:
                self._federated = self._open()
            return self._federated
