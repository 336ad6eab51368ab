"""The graph that benchmarks are run over."""

import json

from benchmarks.generated import generate
from kg.graph.backup import restore
from kg.graph.counts import read_counts
from kg.graph.readers import Readers

EVENTS = 300


def test_generated_graph_is_a_whole_dump_of_what_was_asked_for(tmp_path):
    made = generate(tmp_path, EVENTS)
    assert restore(made.dump, tmp_path / "kg-data") == made.quads, "else a quad was written twice"
    with Readers(tmp_path / "kg-data", processes=1, seconds=60) as engine:
        counts = read_counts(engine)
        known = {
            iri
            for kind in ("events", "articles", "dyads")
            for iri in made.samples[kind]
            if json.loads(engine.answer(f"ASK {{ <{iri}> a ?kind }}").body)["boolean"]
        }
    assert counts["events"] == EVENTS
    assert counts["articles"] == EVENTS / 4
    assert counts["mentions"] > 1.1 * EVENTS
    assert known == {*made.samples["events"], *made.samples["articles"], *made.samples["dyads"]}
    assert generate(tmp_path, EVENTS) == made, "the one that is there is used again"
