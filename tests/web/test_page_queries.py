import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kg.results import rows
from web import page_queries
from web.page_queries import FOLDER, bind

NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
EVIL = Literal('russia" } } UNION { ?event ?p ?o } #\n  VALUES ?word2 { "x" }')


def parameters(name: str) -> dict[str, object]:
    """A value of the right kind for each parameter of a query, the optional ones too."""
    lines = page_queries._read_lines(f"{name}.rq")
    terms = [found["name"] for line in lines if (found := page_queries.PARAMETER.fullmatch(line))]
    words = ("word", "code", "part")
    values = {term: EVIL if term.startswith(words) else NamedNode("urn:x") for term in terms}
    numbers = [found["word"].lower() for line in lines if (found := page_queries.BOUND.fullmatch(line))]
    return values | dict.fromkeys(numbers, 3)


@pytest.mark.parametrize("name", NAMES)
def test_query_says_what_it_asks_and_runs_whatever_is_bound(name, engine):
    query = bind(name, parameters(name))
    assert query.summary
    assert "#+" not in query.text
    assert engine.answer(query.text).media_type


@pytest.mark.parametrize("name", NAMES)
def test_query_without_its_optional_parts_runs(name, engine):
    text = "\n".join(page_queries._read_lines(f"{name}.rq"))
    parts = re.findall(r"#\+ if (\w+)\n(.*?)#\+ end", text, re.S)
    optional = {one for condition, part in parts for one in (condition, *re.findall(r"VALUES \?(\w+)", part))}
    kept = {key: value for key, value in parameters(name).items() if key not in optional}
    assert engine.answer(bind(name, kept).text).media_type


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rq")), ids=lambda path: path.stem)
def test_file_runs_as_it_stands_but_for_its_include(path: Path, engine):
    assert engine.answer("\n".join(page_queries._read_lines(path.name))).media_type


def test_bound_text_cannot_leave_its_literal(engine):
    query = bind("filtered_months", {"source": EVIL})
    assert rows(engine.answer(query.text)) == []
    assert str(EVIL) in query.text
    assert str(EVIL).count("\n") == 0, "else a later line of it could be taken for a parameter"


def test_parameter_left_out_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="needs terms for event"):
        bind("events", {})
    with pytest.raises(ValueError, match="has no parameter evnt"):
        bind("events", {"event": NamedNode("urn:x"), "evnt": NamedNode("urn:y")})


def test_no_terms_give_no_rows(engine):
    assert rows(engine.answer(bind("events", {"event": []}).text)) == []


def test_unused_prefixes_are_left_out():
    month = Literal("2024-06", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#gYearMonth"))
    found = bind("older_events_of_days", {"month": month, "limit": 20}).text
    assert "PREFIX xsd:" not in found
    assert "PREFIX dip:" in found
