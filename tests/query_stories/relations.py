"""Stories of relations that warm, cool, break and mend; each is told for one saved query and lets others alone.

What must not come is told beside what must: acts denied, too late, of the wrong side, or of another pair.
"""

from datetime import date

from kg.model import Actor, ActorKind, Article, Status
from tests.query_graph import FRANCE, MINISTER, RUSSIA, TREASURY, USA, tell

CHINA = Actor("CHN", ActorKind.STATE, "China")
EU = Actor("EU", ActorKind.ORGANISATION, "European Union")
FIJI = Actor("FJI", ActorKind.STATE, "Fiji")
KENYA = Actor("KEN", ActorKind.STATE, "Kenya")
LATVIA = Actor("LVA", ActorKind.STATE, "Latvia")
SOMALIA = Actor("SOM", ActorKind.STATE, "Somalia")
BEIJING = Actor("wang-yi", ActorKind.PERSON, "Wang Yi", acts_for="CHN")
BRUSSELS = Actor("josep-borrell", ActorKind.PERSON, "Josep Borrell", acts_for="EU")
RIGA = Actor("latvian-foreign-ministry", ActorKind.GOVERNMENT_BODY, "Latvian Foreign Ministry", acts_for="LVA")
SUVA = Actor("sitiveni-rabuka", ActorKind.PERSON, "Sitiveni Rabuka", acts_for="FJI")

LISTED = [
    RUSSIA, USA, FRANCE, CHINA, EU, FIJI, KENYA, LATVIA, SOMALIA, MINISTER, TREASURY, BEIJING, BRUSSELS, RIGA, SUVA,
]  # fmt: skip
DENIED, POSSIBLE = Status.NEGATED, Status.HYPOTHETICAL


def story(doc, source, *acts):
    """Return an article of the outlet *source* that tells *acts*: day, actor, word, action, target, status if any."""
    events, begin = [], 0
    for day, actor, word, action, target, *status in acts:
        quote = f"{actor.label.split()[-1]} {word} {target.label if target else 'in the streets'}."
        events.append(tell(begin, quote, actor, action, target, day, *status))
        begin += len(quote) + 1
    return Article(doc, f"Text of {doc}.", doc.title(), date(2024, 12, 31), source=source), events


STORIES = [
    # France expels and is answered after 44 days; a recall is no expulsion; the answer to the United States comes late.
    story(
        "expulsions", "Example News",
        ("2022-04-04", FRANCE, "expelled", "161", RUSSIA),
        ("2022-04-05", MINISTER, "recalled his envoy from", "161", FRANCE),
        ("2022-04-20", USA, "expelled", "161", RUSSIA),
        ("2022-05-18", MINISTER, "expelled", "161", FRANCE),
        ("2022-05-19", FRANCE, "expelled", "161", RUSSIA, POSSIBLE),
        ("2022-06", USA, "expelled", "161", RUSSIA),
        ("2022-09-01", RUSSIA, "expelled", "161", USA),
    ),
    # Two breaks, mended; then one more. Friendly steps before a break, denied or only promised mend nothing.
    story(
        "broken", "Example News",
        ("2020-12-15", SOMALIA, "severed ties with", "161", KENYA),
        ("2021-01-10", KENYA, "recalled its envoy from", "161", SOMALIA),
        ("2021-02-01", SOMALIA, "promised ties to", "032", KENYA),
        ("2021-05-06", SOMALIA, "restored ties with", "050", KENYA),
        ("2021-08-01", KENYA, "reopened its embassy in", "050", SOMALIA),
        ("2023-01-10", KENYA, "severed ties with", "161", SOMALIA),
        ("2023-03-01", KENYA, "recognised", "054", SOMALIA),
        ("2022-01-10", USA, "befriended", "050", RUSSIA),
        ("2022-12-01", FRANCE, "befriended", "050", RUSSIA, DENIED),
    ),
    # Contacts of Kenya: one by a person, one within a month that nobody dates, one denied, one with nobody.
    story(
        "contacts", "Example News",
        ("2019-03-03", BRUSSELS, "visited", "042", KENYA),
        ("2020-06-10", KENYA, "haggled with", "046", EU),
        ("2024-02", EU, "aided", "071", KENYA),
        ("2021-01-01", KENYA, "criticised", "111", FIJI, DENIED),
        ("2021-01-02", KENYA, "marched", "141", None),
    ),
    # One treaty in three articles of two outlets; one in an article without outlet; one of old; one denied.
    story("treaty", "Example News", ("2019-07-01", FRANCE, "signed with", "057", CHINA)),
    story("treaty again", "Example Post", ("2019-07-01", FRANCE, "signed with", "057", CHINA)),
    story("treaty once more", "Example News", ("2019-07-01", CHINA, "signed with", "057", FRANCE)),
    story(
        "treaties", "Example Post",
        ("2020-05", KENYA, "signed with", "057", FIJI),
        ("2020-06-01", USA, "signed with", "057", CHINA, DENIED),
        ("1999-01-01", CHINA, "signed with", "057", FIJI),
    ),
    story("islands", "", ("2021-02-02", FIJI, "signed with", "057", LATVIA)),
    # Threats of Russia: the first leads to sanctions, the second to nothing in time, the third to force a day later.
    story(
        "threats", "Example News",
        ("2023-01-02", RUSSIA, "sanctioned", "163", USA),
        ("2023-01-05", MINISTER, "threatened", "1313", USA),
        ("2023-01-08", MINISTER, "threatened", "138", USA, DENIED),
        ("2023-01-10", RUSSIA, "sanctioned", "163", USA),
        ("2023-02-01", RUSSIA, "threatened", "138", USA),
        ("2023-02-03", TREASURY, "sanctioned", "163", RUSSIA),
        ("2023-02-05", RUSSIA, "sanctioned", "163", USA, DENIED),
        ("2023-04-14", RUSSIA, "threatened", "1312", FRANCE),
        ("2023-04-15", RUSSIA, "warned", "139", TREASURY),
        ("2023-04-15", RUSSIA, "alerted troops against", "152", TREASURY),
        ("2023-04-16", RUSSIA, "bombed", "190", TREASURY),
        ("2024-01-05", RUSSIA, "criticised", "111", USA, DENIED),
    ),
    # Others that act against Russia and China in the months in which the United States do.
    story(
        "measures", "Example News",
        ("2023-02", FRANCE, "sanctioned", "163", RUSSIA),
        ("2023-02-25", EU, "sanctioned", "163", RUSSIA),
        ("2024-03-05", FRANCE, "sanctioned", "163", CHINA),
        ("2024-03-20", USA, "stopped aid to", "162", CHINA),
    ),
    # Demands of Fiji: answered on the tenth day, on the eleventh, by silence or denial, at once, never.
    story(
        "demands", "Example News",
        ("2023-06-01", FIJI, "pressed", "100", CHINA),
        ("2024-01-01", FIJI, "pressed", "1042", LATVIA),
        ("2024-01-11", LATVIA, "rebuffed", "120", FIJI),
        ("2024-02-01", FIJI, "pressed", "106", LATVIA),
        ("2024-02-12", LATVIA, "rebuffed", "125", FIJI),
        ("2024-03-01", FIJI, "pressed", "105", LATVIA),
        ("2024-03-02", FIJI, "criticised", "111", LATVIA),
        ("2024-03-02", LATVIA, "criticised", "111", CHINA),
        ("2024-03-03", LATVIA, "praised", "051", FIJI, DENIED),
        ("2024-04-01", FIJI, "pressed", "100", RIGA),
        ("2024-04-01", RIGA, "contradicted", "016", FIJI),
        ("2024-05-01", FIJI, "pressed", "100", LATVIA, DENIED),
        ("2024-06-01", SUVA, "pressed", "1014", CHINA),
    ),
    # More of Fiji's acts: one with nobody, one of which only the year is known.
    story(
        "years", "Example Post",
        ("2022", FIJI, "criticised", "111", LATVIA),
        ("2024-07-01", FIJI, "marched", "141", None),
        ("2024-12-01", FIJI, "praised", "051", LATVIA),
    ),
    # Promises of China: kept after 59 days, not kept (the deed is Fiji's), kept at once, kept a day too late.
    story(
        "promises", "Example News",
        ("2018-01-01", CHINA, "promised work to", "031", FIJI),
        ("2018-03-01", CHINA, "aided", "071", FIJI),
        ("2018-06-01", CHINA, "promised aid to", "033", FIJI),
        ("2018-06-15", FIJI, "helped", "060", CHINA),
        ("2018-06-16", CHINA, "aided", "071", FIJI, POSSIBLE),
        ("2018-09-01", BEIJING, "promised talks to", "036", FIJI),
        ("2018-09-01", BEIJING, "released sailors of", "0841", FIJI),
        ("2018-02-01", CHINA, "promised much to", "030", KENYA),
        ("2018-05-03", CHINA, "aided", "071", KENYA),
        ("2018-02-02", CHINA, "promised much to", "030", SOMALIA, DENIED),
    ),
    # Words for words, words that deeds answer, deeds answered in time and too late, words on one day.
    story(
        "answers", "Example News",
        ("2017-01-01", USA, "criticised", "111", CHINA),
        ("2017-01-10", CHINA, "accused", "112", USA),
        ("2017-01-20", TREASURY, "threatened", "1312", CHINA),
        ("2017-01-21", CHINA, "criticised", "111", USA, POSSIBLE),
        ("2017-01-25", CHINA, "sanctioned", "163", USA),
        ("2017-02-08", USA, "sanctioned", "163", CHINA),
        ("2017-03-01", CHINA, "sanctioned", "163", USA),
        ("2017-06-01", USA, "criticised", "111", CHINA),
        ("2017-06-01", CHINA, "criticised", "111", USA),
    ),
    # From May to June of 2015 two pairs fall out, one makes up, and one has too few events in May.
    story(
        "summer", "Example Post",
        ("2015-04-30", USA, "criticised", "111", RUSSIA),
        ("2015-05-03", RUSSIA, "praised", "051", USA),
        ("2015-05-20", USA, "visited", "042", RUSSIA),
        ("2015-06-02", RUSSIA, "accused", "112", USA),
        ("2015-06-09", MINISTER, "threatened", "1313", USA),
        ("2015-06", TREASURY, "criticised", "111", RUSSIA),
        ("2015-06-15", RUSSIA, "bombed", "190", USA, DENIED),
        ("2015-07-02", RUSSIA, "praised", "051", USA),
        ("2015-05-05", CHINA, "praised", "051", FRANCE),
        ("2015-05-06", FRANCE, "praised", "051", CHINA),
        ("2015-06-05", CHINA, "met", "040", FRANCE),
        ("2015-06-06", FRANCE, "met", "040", CHINA),
        ("2015-05-10", FIJI, "criticised", "111", USA),
        ("2015-05-11", FIJI, "criticised", "111", USA),
        ("2015-06-10", USA, "praised", "051", FIJI),
        ("2015-06-11", USA, "praised", "051", FIJI),
        ("2015-05-07", FRANCE, "praised", "051", KENYA),
        ("2015-06-07", FRANCE, "criticised", "111", KENYA),
        ("2015-06-08", KENYA, "accused", "112", FRANCE),
    ),
    # Latvia makes new friends, but for one that it may have met before, in the same year.
    story(
        "friends", "Example News",
        ("2019-01-01", LATVIA, "met", "046", EU, DENIED),
        ("2024-02", LATVIA, "haggled with", "046", EU),
        ("2024-05-05", BRUSSELS, "haggled with", "046", RIGA),
        ("2024", LATVIA, "criticised", "111", SOMALIA),
        ("2024-04-04", LATVIA, "criticised", "111", SOMALIA),
    ),
]  # fmt: skip
