"""A June of war, as several outlets tell it, with something of May and July."""

from datetime import date

from kg.model import Actor, ActorKind, Status, Term
from tests.query_stories import act, report, state

RUSSIA, UKRAINE, USA, FRANCE = (
    state("RUS", "Russia"),
    state("UKR", "Ukraine"),
    state("USA", "United States"),
    state("FRA", "France"),
)


def person(name, *terms):
    held = tuple(Term(office, *map(date.fromisoformat, days)) for office, *days in terms)
    return Actor(name.lower(), ActorKind.PERSON, name, acts_for="FRA", terms=held)


def crowd(name, home):
    return Actor(name.lower(), ActorKind.GROUP, name, belongs_to=home)


ENVOY = person("Envoy", ("foreign minister", "2020-01-01", "2024-06-15"))
HEIR = person("Heir", ("foreign minister", "2024-06-16"))
HEAD = person("Head", ("president", "2017-05-14"))
OLD = person("Old", ("president", "2007-05-16", "2012-05-15"), ("mayor", "1983-03-01", "2002-05-07"))
VOICE = person("Voice")
STUDENTS, FARMERS, WIVES = crowd("Students", "FRA"), crowd("Farmers", "FRA"), crowd("Wives", "RUS")
LISTED = [RUSSIA, UKRAINE, USA, FRANCE, ENVOY, HEIR, HEAD, OLD, VOICE, STUDENTS, FARMERS, WIVES]
NO = Status.NEGATED

STORIES = [
    report(
        "spring",
        "2024-05-31",
        "Meridian Wire",
        act(RUSSIA, "196", UKRAINE, "2024-04-20", sure=0.9),  # before the truce
        act(RUSSIA, "0871", UKRAINE, "2024-05-01", sure=0.9),
        act(UKRAINE, "0871", RUSSIA, "2024-05-01", sure=0.31),
        act(USA, "0871", UKRAINE, "2024-05-02", sure=0.7),
        act(UKRAINE, "196", RUSSIA, "2024-05-03", sure=0.4),
        act(RUSSIA, "196", UKRAINE, "2024-05-05", sure=0.95),
        act(RUSSIA, "196", USA, "2024-05-06", sure=0.27),
        act(RUSSIA, "196", UKRAINE, "2024-05-07", status=NO, sure=0.55),
        act(FRANCE, "111", USA, "2024-05-08", sure=0.6),
        act(FRANCE, "112", USA, "2024-05-09", sure=0.6),
    ),
    report(
        "alpha",
        "2024-06-13",
        "Harbour Post",
        act(RUSSIA, "195", UKRAINE, "2024-06-10"),
        act(RUSSIA, "193", UKRAINE, "2024-06-11"),
        act(RUSSIA, "111", UKRAINE, "2024-06-12", "Moscow, as alpha has it, criticised Kyiv."),
        act(USA, "111", RUSSIA, "2024-06-13"),
        act(USA, "111", RUSSIA, "2024-06-13", status=NO),  # in the same article
    ),
    report(
        "beta",
        "2024-06-14",
        "Harbour Post",
        act(RUSSIA, "195", UKRAINE, "2024-06-10"),
        act(RUSSIA, "163", UKRAINE, "2024-06-12", "Moscow banned Ukrainian grain."),
        act(USA, "112", RUSSIA, "2024-06-14"),
    ),
    report(
        "gamma",
        "2024-06-15",
        "Meridian Wire",
        act(RUSSIA, "193", UKRAINE, "2024-06-11"),
        act(RUSSIA, "111", UKRAINE, "2024-06-12", "Gamma knows that Moscow criticised Kyiv."),
        act(RUSSIA, "163", UKRAINE, "2024-06-12", "Moscow did not ban Ukrainian grain.", NO),
        act(USA, "112", RUSSIA, "2024-06-13", status=NO),  # of another day
        act(USA, "057", FRANCE, "2024-06-14"),
        act(USA, "042", FRANCE, "2024-06-14"),
    ),
    report(
        "delta",
        "2024-06-25",
        "",
        act(RUSSIA, "111", UKRAINE, "2024-06-12", "Kyiv was criticised by Moscow."),
        act(RUSSIA, "190", UKRAINE, "2024-06"),
        act(UKRAINE, "194", RUSSIA, "2024-06-09", status=NO),
        act(USA, "163", RUSSIA, "2024-06-14"),
    ),
    report(
        "paris",
        "2024-07-03",
        "Valley Post",
        act(ENVOY, "051", RUSSIA, "2024-06-14"),
        act(ENVOY, "111", RUSSIA, "2024-06-20"),
        act(ENVOY, "111", RUSSIA, "2024-07-02"),
        act(ENVOY, "173", RUSSIA, "2024-06-01"),
        act(ENVOY, "111", UKRAINE, "2024-06-02", status=NO),
        act(HEAD, "010", RUSSIA, "2024-06-20"),
        act(OLD, "111", RUSSIA, "2024-06-21"),
        act(VOICE, "112", RUSSIA, "2024-06-22"),
        act(FRANCE, "111", RUSSIA, "2024-06-23"),
        act(STUDENTS, "145", None, "2024-06-03"),
        act(STUDENTS, "1411", USA, "2024-06-04"),
        act(FARMERS, "143", FRANCE, "2024-06-05"),
        act(WIVES, "141", None, "2024-06-06"),
        act(WIVES, "141", None, "2024-06-07", status=NO),
        act(WIVES, "141", None, "2024-07-01"),
        act(RUSSIA, "190", UKRAINE, "2024-07-01"),
    ),
    report("quiet", "2024-07-30", "Meridian Wire"),
]
