"""Figures of the running site at ``/metrics``, in the text format of Prometheus."""

from collections.abc import Iterator

from flask import Blueprint, Response, abort

from kg.graph.readers import Readers
from web.site import engine

TYPE = "text/plain; version=0.0.4; charset=utf-8"

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Tell what the pool of readers has counted; 404 where the site runs without one."""
    asked = engine()
    if not isinstance(asked, Readers):
        abort(404)
    return Response("\n".join((*_lines(asked), "")), content_type=TYPE)


def _lines(readers: Readers) -> Iterator[str]:
    reading = readers.meter.read()
    yield "# HELP diplograph_queries_total Queries by how they ended."
    yield "# TYPE diplograph_queries_total counter"
    for end, number in reading.ends.items():
        yield f'diplograph_queries_total{{end="{end}"}} {number}'
    yield "# HELP diplograph_query_seconds_total Time that readers have spent on queries."
    yield "# TYPE diplograph_query_seconds_total counter"
    yield f"diplograph_query_seconds_total {reading.seconds:.6f}"
    yield "# HELP diplograph_answer_bytes_total Bytes of the answers, as the readers wrote them."
    yield "# TYPE diplograph_answer_bytes_total counter"
    yield f"diplograph_answer_bytes_total {reading.sent}"
    gauges = {
        "queries_waiting": ("Queries that wait for a free reader.", reading.waiting),
        "queries_running": ("Queries that a reader is at.", reading.running),
        "readers": ("Reader processes.", len(readers.pids)),
        "checkpoints": ("Generations of the store on disk.", readers.generations),
        "store_bytes": ("Size of the newest generation of the store.", readers.store_bytes),
    }
    for name, (meaning, value) in gauges.items():
        yield f"# HELP diplograph_{name} {meaning}"
        yield f"# TYPE diplograph_{name} gauge"
        yield f"diplograph_{name} {value}"
