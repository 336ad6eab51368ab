"""One page's questions to the graph, remembered so that the page can show them."""

from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat

from kg.results import Engine, Row, rows
from web.page_queries import PageQuery, Value, bind


@dataclass(frozen=True, slots=True)
class Asking:
    """Runs page queries and keeps each that it ran."""

    engine: Engine
    asked: list[PageQuery] = field(default_factory=list)

    @property
    def base(self) -> str:
        """Base IRI of the instances, ending with a slash."""
        return self.engine.base

    def rows(self, name: str, **values: Value) -> list[Row]:
        """Return the rows of the SELECT query ``name.rq`` with *values* bound; raises as ``Engine.answer``."""
        return rows(self.engine.answer(self._bind(name, values)))

    def graph(self, name: str, form: RdfFormat, **values: Value) -> bytes:
        """Return what the CONSTRUCT query ``name.rq`` gives, written as *form*; raises as ``Engine.answer``."""
        return self.engine.answer(self._bind(name, values), graph=form).body

    def _bind(self, name: str, values: dict[str, Value]) -> str:
        query = bind(name, values, self.base)
        self.asked.append(query)
        return query.text


def text(row: Row, name: str) -> str:
    """Return the value of a column as text: the IRI, or the literal without its datatype; empty if unbound."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def number(row: Row, name: str) -> int:
    """Return the value of a column of counts; 0 if unbound."""
    return int(text(row, name) or 0)
