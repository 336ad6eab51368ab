"""How sure it is that a candidate is meant: the grounds, weighed by what is known of it and what the client told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kg.extract.gazetteer import FAMILY_NAME_FIRST
from web.links import key_of
from web.reconcile.evidence import EXACT, Evidence, Ground
from web.reconcile.folding import Words
from web.reconcile.people import Party
from web.reconcile.schema import ANY
from web.reconcile.wanted import Wanted

STATE_FITS, STATE_DIFFERS, STATE_UNKNOWN = 12, -30, -5
LEADS, SERVES, SERVES_NOT, TERMS_UNKNOWN = 14, 3, -12, -8
"""For a person, with a date: in a leading office then, in another, in none, and where no terms are known."""
OFFICE_FITS, OFFICE_DIFFERS = 8, -8
KIND_DIFFERS = -25
LEAST = 25
"""A candidate with less is none."""
APART = 10
"""A match is so much better than any other candidate."""
NEEDED: Mapping[Ground, float] = {
    Ground.IDENTIFIER: 100, Ground.NAME: 80, Ground.ORDER: 80, Ground.CORE: 80, Ground.OFFICE: 90,
    Ground.SPELLING: 85, Ground.SURNAME: 86,
}  # fmt: skip
"""What a match scores at least; other grounds are not enough."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An actor that may be meant."""

    party: Party
    ground: Ground
    score: float
    """Of 100."""
    features: Mapping[str, float | bool]
    description: str
    match: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as the protocol has it."""
        return {
            "id": self.party.key,
            "name": self.party.label,
            "description": self.description,
            "type": self.party.to_types(),
            "score": self.score,
            "match": self.match,
            "features": [{"id": name, "value": value} for name, value in self.features.items()],
        }


def rank(wanted: Wanted, evidence: Iterable[Evidence], parties: Mapping[str, Party]) -> list[Candidate]:
    """Return the candidates, best first, as many as are wanted; the first is a match if that is certain."""
    found = [_weigh(wanted, one, parties[one.iri]) for one in evidence if one.iri in parties]
    candidates = [one for one in found if one is not None and one.score >= LEAST]
    candidates.sort(key=lambda one: (-one.score, one.party.kind != "State", one.party.label, one.party.iri))
    if candidates and _is_match(wanted, candidates):
        candidates[0] = replace(candidates[0], match=True)
    return candidates[: wanted.query.limit]


def _weigh(wanted: Wanted, evidence: Evidence, party: Party) -> Candidate | None:
    query = wanted.query
    features: dict[str, float | bool] = {"name_similarity": round(evidence.similarity, 3)}
    ground, score = _settle(evidence, party)
    kinds = query.kinds - {ANY}
    if kinds:
        features["type_match"] = right = party.kind in kinds if query.strict != "all" else kinds == {party.kind}
        if not right and query.strict != "should":
            return None
        score += 0 if right else KIND_DIFFERS
    if ground is not Ground.IDENTIFIER:
        if query.hints.kinds:
            features["kind_match"] = party.kind in query.hints.kinds or ANY in query.hints.kinds
            score += 0 if features["kind_match"] else KIND_DIFFERS
        score += _weigh_states(wanted, evidence, party, features)
        score += _weigh_offices(wanted, evidence, party, features) if ground is not Ground.OFFICE else 0
    if ground is Ground.OFFICE:
        features["office_match"] = True
    if query.hints.date and party.kind == "Person":
        features["in_office"] = bool(party.serving(query.hints.date))
    score = round(min(max(score, 0), 100), 1)
    return Candidate(party, ground, score, features, party.describe(query.hints.date))


def _settle(evidence: Evidence, party: Party) -> tuple[Ground, float]:
    """Return the ground and the score now that it is known who it is: part of a name may be a surname."""
    if evidence.ground in (Ground.PART, Ground.PART_SPELLING) and is_surname(
        evidence.reading.name, evidence.name, party
    ):
        ground = Ground.SURNAME if evidence.ground is Ground.PART else Ground.SURNAME_SPELLING
        return ground, ground.value
    if evidence.ground is Ground.NAME and len(evidence.name) == 1 and party.kind == "Person":
        return Ground.SURNAME, Ground.SURNAME.value + 4  # somebody of whom the lists know no more than the surname
    return evidence.ground, evidence.score


def is_surname(words: Words, name: Words, party: Party) -> bool:
    """Whether *words* are the surname in the *name* of *party*."""
    if party.kind != "Person" or not len(words) < len(name):
        return False
    first = any(key_of(iri) in FAMILY_NAME_FIRST for iri in (*party.acts_for, *party.belongs_to))
    return (name[: len(words)] if first else name[-len(words) :]) == words


def _weigh_states(wanted: Wanted, evidence: Evidence, party: Party, features: dict[str, float | bool]) -> float:
    states = wanted.states | (evidence.reading.parties if evidence.ground is not Ground.OFFICE else frozenset())
    if not states:
        return 0
    features["state_match"] = bool(party.states & (wanted.states or states))
    if features["state_match"]:
        return STATE_FITS
    return STATE_DIFFERS if len(party.states) > 1 or party.kind == "State" else STATE_UNKNOWN


def _weigh_offices(wanted: Wanted, evidence: Evidence, party: Party, features: dict[str, float | bool]) -> float:
    when, score = wanted.query.hints.date, 0.0
    if evidence.reading.office and party.kind == "Person":
        features["office_match"] = party.held(evidence.reading.office, when)
        score += OFFICE_FITS if features["office_match"] else OFFICE_DIFFERS
    if when is not None and party.kind == "Person":
        serving = party.serving(when)
        if any(term.leading for term in serving):
            return score + LEADS
        score += SERVES if serving else SERVES_NOT if party.terms else TERMS_UNKNOWN
    return score


def _is_match(wanted: Wanted, candidates: list[Candidate]) -> bool:
    """Whether the first candidate is the only one that can be meant."""
    best, features = candidates[0], candidates[0].features
    rivals = [one for one in candidates[1:] if one.score > best.score - APART]
    if best.ground is Ground.IDENTIFIER:
        same = (best.ground,) if wanted.query.hints.ids else (best.ground, Ground.NAME)  # DJI is a company too
        return best.score >= NEEDED[best.ground] and not any(one.ground in same for one in rivals)
    if rivals or best.score < NEEDED.get(best.ground, 101):
        return False
    serves = bool(features.get("in_office"))
    told = bool(features.get("state_match"))
    match best.ground:
        case Ground.OFFICE:
            return wanted.query.hints.date is not None
        case Ground.CORE:
            return best.party.kind == "State"
        case Ground.SPELLING:
            return told or serves
        case Ground.SURNAME:
            return serves and (told or bool(features.get("office_match")))
    return best.ground in EXACT
