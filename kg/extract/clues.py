"""How words came to stand for an actor."""

from enum import StrEnum


class Clue(StrEnum):
    """The rule by which words stand for an actor; the values say it to people."""

    NAME = "a listed name"
    ADJECTIVE = "its adjective, or its nationals"
    PLACE = "its capital, or a place in it"
    INTRODUCED = "a person whom the text has named in full"
    LEADER = "a leader of that surname at that time"
    HOLDER = "who held that office on the day"
    MODIFIER = "an office, force, body or thing of it"
    GROUP = "a group that comes from it"
    PRONOUN = "a pronoun, for the last party that fits"
    SPEAKER = "the first person, for who speaks"
    REFERENCE = "a bare noun, for the last party of its kind"
    SHORT_NAME = "a short name of what the text has named"
    PAIR = "the two parties that the text has named most"
    APPOSITION = "what stands beside it"
    UNLISTED = "a person in full, on no list"
