"""A small graph whose parties are known to Wikidata and DBpedia, for the queries that call these."""

from datetime import date

from kg.graph.contents import Content
from kg.graph.store import Store
from kg.model import Actor, ActorKind, Article, Event, Mention, PartialDate, Status
from kg.providers import PROVIDERS
from tests.conftest import ROOT

BASE = "http://localhost:8000/"
FOLDER = ROOT / "tests" / "federate"

FRANCE = Actor("FRA", ActorKind.STATE, "France", wikidata="Q142")
GERMANY = Actor("DEU", ActorKind.STATE, "Germany", wikidata="Q183")
HUNGARY = Actor("HUN", ActorKind.STATE, "Hungary", wikidata="Q28")
POLAND = Actor("POL", ActorKind.STATE, "Poland", wikidata="Q36")
RUSSIA = Actor("RUS", ActorKind.STATE, "Russia", wikidata="Q159")
UKRAINE = Actor("UKR", ActorKind.STATE, "Ukraine", wikidata="Q212")
USA = Actor("USA", ActorKind.STATE, "United States", wikidata="Q30")
IRAN = Actor("IRN", ActorKind.STATE, "Iran", wikidata="Q794")
SAUDI_ARABIA = Actor("SAU", ActorKind.STATE, "Saudi Arabia", wikidata="Q851")
BRITAIN = Actor("GBR", ActorKind.STATE, "United Kingdom", wikidata="Q145")
NATO = Actor("NATO", ActorKind.ORGANISATION, "NATO", wikidata="Q7184")
EU = Actor("EU", ActorKind.ORGANISATION, "European Union", wikidata="Q458")
SCHOLZ = Actor("olaf-scholz", ActorKind.PERSON, "Olaf Scholz", acts_for="DEU")
ACTORS = [FRANCE, GERMANY, HUNGARY, POLAND, RUSSIA, UKRAINE, USA, IRAN, SAUDI_ARABIA, BRITAIN, NATO, EU, SCHOLZ]

ACTS = [
    (FRANCE, "163", RUSSIA, "2022-02-25"),
    (GERMANY, "111", RUSSIA, "2022-02-24"),
    (GERMANY, "042", RUSSIA, "2022-02-15"),
    (POLAND, "161", RUSSIA, "2022-03-23"),
    (HUNGARY, "057", RUSSIA, "2021-09-27"),
    (USA, "163", RUSSIA, "2022-02-24"),
    (USA, "163", IRAN, "2018-11-05"),
    (SCHOLZ, "042", FRANCE, "2021-12-10"),
    (FRANCE, "043", GERMANY, "2023-01-22"),
    (FRANCE, "036", GERMANY, "2014-07-02"),
    (POLAND, "111", HUNGARY, "2022-04-08"),
    (POLAND, "112", HUNGARY, "1998-05-05"),
    (HUNGARY, "111", UKRAINE, "2023-05-19"),
    (RUSSIA, "190", UKRAINE, "2022-02-24"),
    (UKRAINE, "112", RUSSIA, "2022-02-24"),
    (BRITAIN, "111", GERMANY, "2018-03-01"),
    (BRITAIN, "111", GERMANY, "2021-03-01"),
    (SAUDI_ARABIA, "161", IRAN, "2016-01-03"),
    (IRAN, "057", SAUDI_ARABIA, "2023-03-10"),
    (UKRAINE, "022", NATO, "2022-09-30"),
    (UKRAINE, "022", EU, "2022-02-28"),
    (RUSSIA, "111", NATO, "2022-06-30"),
    (RUSSIA, "112", USA, "2022-03-01"),
]


def tell(at, actor, action, target, day, status=Status.ACTUAL):
    quote = f"Sentence {at:03d} of the news."
    mention = Mention(at * 40, quote, actor.label, "did", target.label, 0.8)
    return Event(actor, action, target, PartialDate.parse(day), status, (mention,))


def build(folder):
    """Make the data folder *folder*."""
    events = [tell(at, *act) for at, act in enumerate(ACTS)]
    events.append(tell(len(ACTS), GERMANY, "111", FRANCE, "2022-05-05", Status.NEGATED))
    article = Article("news", "The news.", "News", date(2023, 6, 1), url="https://news.example/all")
    with Store.create(folder, BASE, [ROOT / "ontology" / "actions.ttl"], ACTORS) as store:
        store.add(article, events, "2026-11-22-rules-3")


def copy_facts(folder):
    """Put the extracts of Wikidata and DBpedia into the graphs that copies of their facts are kept in."""
    with Store.open(folder) as store:
        for name, provider in PROVIDERS.items():
            content = Content((FOLDER / f"{name}.ttl").read_bytes(), "text/turtle", BASE)
            store.put(provider.graph(BASE), [content], replace=True)
