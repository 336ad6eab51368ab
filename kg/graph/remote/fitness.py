"""Whether an engine compares terms as SPARQL 1.1 says: what it says of rules is worth nothing where it does not."""

from kg.errors import StoreError
from kg.results import Engine, is_true

PROBES = (
    'ASK { VALUES ?text { "yes"@en } FILTER (DATATYPE(?text) = rdf:langString) }',
    "ASK { ?class a owl:Class FILTER (COALESCE(sameTerm(?class, dip:Event) || sameTerm(?class, dip:Run), false)) }",
)
"""Questions to a graph that holds the ontology, each of which the rules rely on, and whose answer is yes."""


def refuse_unfit(engine: Engine, where: object) -> None:
    """Do nothing where *engine* can tell which nodes break a rule, else raise StoreError."""
    if not all(is_true(engine.answer(probe)) for probe in PROBES):
        raise StoreError(
            f"{where} does not compare terms as SPARQL 1.1 says, so the rules cannot be checked there: "
            "save the graph to a file, and give that to `kg validate`"
        )
