"""What speaks for an offer to be the actor, and what against it."""

import pytest

from kg.federate.links.naming import likeness
from kg.federate.links.offers import Offer
from kg.federate.links.scoring import Scorer
from kg.federate.links.sought import Home, Sought
from kg.model import Actor, ActorKind
from tests.federate.linking.conftest import ENVOY, FRANCE, LEAGUE, MINISTRY, RUSSIA

SCORER = Scorer.of({"Russia": frozenset(("Q159",)), "Russian": frozenset(("Q159",)), "U.S.": frozenset(("Q30",)),
                    "French": frozenset(("Q142",)), "Belgian": frozenset(("Q31",))})  # fmt: skip
PETIT = Sought(ENVOY, 3, Home(FRANCE, is_state=True), (2019, 2024))
MID = Sought(MINISTRY, 3, Home(RUSSIA, is_state=True))


def score(sought, name, description="", **more):
    return SCORER.score(sought, Offer("Q1", name, description, **more))


def test_all_that_fits_is_100():
    assert score(PETIT, "Jean Petit", "French politician", types=frozenset(("Q5",))) == 100
    assert score(MID, "Ministry of Foreign Affairs of Russia", "ministry", states=frozenset(("Q159",))) == 100


@pytest.mark.parametrize(
    ("name", "description", "more", "most"),
    [
        ("Jean Petit", "", {}, 89),  # a name alone
        ("Jean Petit", "politician", {}, 89),
        ("Jean Petit", "Belgian politician", {}, 60),
        ("Jean Petit", "French footballer", {}, 76),
        ("Jean Petit", "French politician (1870–1931)", {}, 41),
        ("Jean Petit", "French politician (born 2015)", {}, 41),
        ("Jean Petit", "French politician", {"years": (1870, 1931)}, 41),
        ("Jean Petit", "Wikimedia disambiguation page", {}, 41),
        ("Jean Petit", "French film", {"types": frozenset(("Q11424",))}, 41),
        ("Jean Petit", "French politician", {"types": frozenset(("Q43229",))}, 41),
        ("Paul Petit", "French politician", {}, 70),
        ("Petit", "French politician", {}, 70),
        ("Jean Petit", "French politician", {"is_match": False}, 96),
        ("Jean A. Petit", "French politician", {}, 94),
    ],
)
def test_what_speaks_against_it_lowers(name, description, more, most):
    assert score(PETIT, name, description, **more) <= most


def test_an_actor_of_no_state_needs_a_person_or_a_description():
    stranger = Sought(Actor("x", ActorKind.PERSON, "Jean Petit", listed=False))
    assert score(stranger, "Jean Petit", "French politician") == 85
    assert score(Sought(LEAGUE), "Harbour League", "international organization") == 97
    assert score(Sought(LEAGUE), "Harbour League", "Belgian organization") == 85


def test_two_that_are_alike_lose():
    twins = [Offer("Q1", "Jean Petit", "French politician"), Offer("Q2", "Jean Petit", "French diplomat")]
    assert [(one.offer.id, one.score, one.is_ambiguous) for one in SCORER.rank(PETIT, twins)] == [
        ("Q1", 80, True),
        ("Q2", 80, True),
    ]
    (best, *_) = SCORER.rank(PETIT, [twins[0], Offer("Q3", "Jean Petit", "Belgian singer")])
    assert (best.score, best.is_ambiguous) == (100, False)


@pytest.mark.parametrize(
    ("one", "other", "is_person", "least", "most"),
    [
        ("Žygimantas Vaičiūnas", "Zygimantas Vaiciunas", True, 1, 1),
        ("Kim Jong-un", "Kim Jong Un", True, 1, 1),
        ("Kim Jong-un", "Kim Jongun", True, 0.99, 0.99),
        ("Xi Jinping", "Jinping Xi", True, 0.97, 0.97),
        ("U.S. Department of Defense", "US Department of Defence", False, 1, 1),
        ("Ministry of Defense", "Ministry of Finance", False, 0, 0.7),
        ("World Bank", "World Bank Group", False, 0, 0.8),
        ("George W. Bush", "George H. W. Bush", True, 0.8, 0.85),
        ("", "", True, 0, 0),
        ("!?", "?!", False, 0, 0),
    ],
)
def test_names_are_alike(one, other, is_person, least, most):
    assert least <= likeness([one], [other], is_person=is_person) <= most
