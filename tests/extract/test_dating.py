"""Which date belongs to which act."""

from datetime import date

import pytest

from kg.model import Article
from kg.pipeline import load_extractor


def dates(text):
    found = load_extractor().extract(Article("a", text, published=date(2025, 5, 20))).events
    return {(event.actor.party, event.target.party if event.target else ""): str(event.date) for event in found}


@pytest.mark.parametrize(
    ("text", "pair", "day"),
    [
        ("Jordan was wary since 2018, when Syria shelled Turkey.", ("SYR", "TUR"), "2018"),
        ("Since taking office in 2015 the Polish president has criticised Belarus.", ("POL", "BLR"), "2015"),
        ("After meeting in Geneva on 3 March, Iran condemned Israel.", ("IRN", "ISR"), "2025-03-03"),
        ("Cuba condemned Chile on 3 March.", ("CUB", "CHL"), "2025-03-03"),
        ("On 3 March Cuba condemned Chile.", ("CUB", "CHL"), "2025-03-03"),
    ],
)
def test_an_act_has_the_date_of_its_clause(text, pair, day):
    assert dates(text)[pair] == day
