"""Questions and updates for one graph behind an endpoint, whether it is the default graph there or a named one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.endpoint import Endpoint
from kg.errors import LimitError, QueryError, StoreError
from kg.graph.answers import Question
from kg.graph.remote.client import Client
from kg.graph.remote.escapes import protect
from kg.graph.remote.queries import prepare
from kg.graph.remote.replies import GRAPHS, RESULTS, to_answer, to_rows
from kg.graph.remote.request import Ask
from kg.results import Answer, RdfTerm


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks and writes to the graph of one endpoint. Safe to share between threads."""

    endpoint: Endpoint
    seconds: float = 10.0
    """Longest time that a query may take, with all attempts."""
    write_seconds: float = 60.0
    """Longest time that an update may take, and a question asked for one."""

    def answer(self, question: Question, run: Callable[..., Any], seconds: float | None = None) -> Answer:
        """Return the answer to *question*; *run* is the ``query`` method of a store of our own, which only reads it.

        Raises QueryError for what is malformed, not allowed or beyond the engine, LimitError for what takes too long,
        StoreError where the engine cannot be reached or fails.
        """
        query = prepare(question, run)
        default = question.default_graphs
        if self.endpoint.graph and not (default or question.named_graphs or query.names_graphs):
            default = (self.endpoint.graph,)
        accept = RESULTS if query.form in ("SELECT", "ASK") else GRAPHS
        ask = Ask(query.text, accept, default_graphs=default, named_graphs=question.named_graphs)
        reply = Client(self.endpoint).query(ask, min(self.seconds, seconds or self.seconds))
        return to_answer(reply, question, query.form, self.endpoint)

    def select(self, text: str) -> Iterator[Mapping[str, RdfTerm | None]]:
        """Yield the rows of a SELECT query of our own, without prefixes; StoreError where that fails."""
        graphs = (self.endpoint.graph,) if self.endpoint.graph else ()
        try:
            reply = Client(self.endpoint).query(Ask(protect(text), RESULTS, default_graphs=graphs), self.write_seconds)
        except (QueryError, LimitError) as error:
            raise StoreError(str(error)) from error
        return to_rows(reply, self.endpoint)

    def update(self, text: str) -> None:
        """Let the engine do an update that may be repeated; StoreError where it does not."""
        Client(self.endpoint).update(text, self.write_seconds)
