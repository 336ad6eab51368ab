"""Two engines that are not ours, the same graph in each, and in a store of our own to hold them against."""

import pytest

from kg.actors import list_actors
from kg.endpoint import Endpoint
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.store import RemoteStore
from kg.graph.store import Store
from kg.inputs import read_all
from kg.pipeline import load_extractor, load_rules
from kg.reference import bundled, ontology_files
from kg.settings import Settings
from tests.graph.conftest import BASE
from tests.graph.remote import engines

ENGINES = ("oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory):
    with engines.oxigraph(tmp_path_factory.mktemp("oxigraph")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    with engines.virtuoso(tmp_path_factory.mktemp("virtuoso")) as endpoint:
        yield endpoint


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request):
    return request.param


@pytest.fixture(scope="session")
def endpoint(engine_name, request) -> Endpoint:
    return request.getfixturevalue(engine_name)


@pytest.fixture(scope="session")
def samples():
    """The sample articles, each with its events, and the listed actors that have to do with them."""
    extractor = load_extractor()
    read = read_all([str(bundled("examples") / "articles")], Settings(), "Reading")
    coded = [(article, tuple(extractor.extract(article).events)) for article in read]
    told = [actor for _, events in coded for event in events for actor in (event.actor, event.target) if actor]
    keys = {key for actor in told for key in (actor.key, actor.party, actor.belongs_to) if key}
    listed = {actor.key: actor for actor in list_actors().actors if actor.key in keys or actor.key in ("RUS", "USA")}
    return coded, tuple(listed.values())


@pytest.fixture(scope="session")
def embedded(samples):
    coded, actors = samples
    with Store.in_memory(BASE, ontology_files(), actors, load_rules()) as store:
        for article, events in coded:
            store.add(article, events, "2026-11-22-test")
        yield store


@pytest.fixture(scope="session")
def filled(endpoint, samples):
    """The sample articles on another engine; tests only read it."""
    coded, actors = samples
    named = Endpoint(endpoint.query, endpoint.update, "https://graph.example/samples", endpoint.user, endpoint.password)
    card = Card(BASE, "lists")
    with RemoteStore.create(Asking(named), card, ontology_files(), actors, load_rules()) as store:
        for article, events in coded:
            store.add(article, events, "2026-11-22-test")
        yield store


@pytest.fixture
def asking(endpoint, request):
    """An engine whose graph is empty."""
    clear(endpoint)
    return Asking(endpoint, seconds=20)


@pytest.fixture
def remote(asking, ontology, actors):
    """A small graph on another engine."""
    with RemoteStore.create(asking, Card(BASE), ontology, list(actors.values())) as store:
        yield store


def clear(endpoint: Endpoint) -> None:
    target = f"GRAPH <{endpoint.graph}>" if endpoint.graph else "DEFAULT"
    Asking(endpoint).update(f"CLEAR SILENT {target}")
