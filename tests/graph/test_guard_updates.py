"""Updates that would reach out to another server."""

import contextlib

import pytest

from kg.errors import QueryError
from kg.graph.engine import open_empty
from kg.graph.guard import refuse_load
from kg.results import prefixes

TARGET = "<http://127.0.0.1:9/>"
NAMES = prefixes("http://localhost:8000/")
DATA = f"INSERT DATA {{ {TARGET} dip:x 1 }}"


def parse(text):
    """The parser of updates, which would call out: neither word may reach it."""
    assert "load" not in text.lower()
    assert "service" not in text.lower()
    open_empty().update(text, prefixes=NAMES)


@pytest.mark.parametrize(
    "update",
    [
        f"LOAD {TARGET}",
        f"load {TARGET}",
        f"LOAD SILENT {TARGET} INTO GRAPH <http://g/>",
        f"LOADSILENT{TARGET}",
        f"loAd{TARGET}",
        f"{DATA} ; LOAD {TARGET}",
        f"{DATA};LOAD{TARGET};{DATA}",
        f"PREFIX load: <http://x/> LOAD {TARGET} ; INSERT DATA {{ load:a load:b 'LOAD' }}",
        f"PREFIX a: <http://x/>LOAD{TARGET}",
        f"INSERT DATA {{ {TARGET} dip:x '''LOAD \\''' ''' }} ; LOAD {TARGET}",
        f"# LOAD\nLOAD # LOAD\n{TARGET}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {TARGET} {{ ?s ?p ?o }} }}",
        f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT {{ ?s ?p ?o }} WHERE {{ SERVICESILENT{TARGET}{{ ?s ?p ?o }} }}",
    ],
)
def test_updates_that_reach_out_are_refused(update):
    with pytest.raises(QueryError, match=r"^(LOAD|SERVICE) is not allowed here$") as caught:
        refuse_load(update, parse)
    line = update.split("\n")[caught.value.line - 1]
    assert line[caught.value.column - 1 :].upper().startswith(("LOAD", "SERVICE"))
    with contextlib.suppress(OSError):  # it is an update: the engine tries to call
        open_empty().update(update, prefixes=NAMES)


@pytest.mark.parametrize(
    "update",
    [
        DATA,
        "INSERT DATA { dip:load dip:x 'LOAD <http://x/>' } # LOAD <http://x/>",
        "PREFIX load: <http://x/> INSERT DATA { load:load load:x <http://x/load> , _:load , 'a'@load }",
        "DELETE { ?load ?p ?o } WHERE { ?load ?p ?o } ; CREATE SILENT GRAPH <http://load/>",
        "INSERT DATA { dip:upload dip:x 'service' }",
        "",
    ],
)
def test_the_words_alone_are_harmless(update):
    refuse_load(update, parse)


def test_malformed_update_is_left_to_the_parser():
    with pytest.raises(SyntaxError):
        refuse_load("INSERT DATA { dip:load dip:x", parse)
