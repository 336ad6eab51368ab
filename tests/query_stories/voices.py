"""Stories of who speaks, who meets, who helps and who tells of it, for the saved queries about these.

A war in Sudan, of which two newspapers, a page without the name of its outlet and a leaflet tell.
"""

from dataclasses import replace
from datetime import date

from kg.model import Actor, ActorKind, Article, Precision, Status, Term
from tests.query_graph import tell

FRANCE = Actor("FRA", ActorKind.STATE, "France")
EGYPT = Actor("EGY", ActorKind.STATE, "Egypt")
SUDAN = Actor("SDN", ActorKind.STATE, "Sudan")
USA = Actor("USA", ActorKind.STATE, "United States")
UNION = Actor("AU", ActorKind.ORGANISATION, "African Union")
ROUX = Actor(
    "jeanne-roux",
    ActorKind.PERSON,
    "Jeanne Roux",
    acts_for="FRA",
    terms=(
        Term("foreign minister", date(2020, 1, 1), date(2023, 6, 30)),
        Term("prime minister", date(2023, 7, 1)),
    ),
)
BLANC = Actor(
    "paul-blanc",
    ActorKind.PERSON,
    "Paul Blanc",
    acts_for="FRA",
    terms=(Term("foreign minister", date(2023, 7, 1), date(2024, 6, 27)),),
)
VERT = Actor(
    "anne-vert",
    ActorKind.PERSON,
    "Anne Vert",
    acts_for="FRA",
    terms=(Term("foreign minister", date(2024, 6, 28)),),
)
QUAI = Actor("quai", ActorKind.GOVERNMENT_BODY, "Quai d'Orsay", acts_for="FRA")
HASSAN = Actor(
    "omar-hassan",
    ActorKind.PERSON,
    "Omar Hassan",
    acts_for="SDN",
    terms=(Term("foreign minister", date(2022, 3, 1)),),
)
FRONT = Actor("desert-front", ActorKind.ARMED_GROUP, "Desert Front", belongs_to="SDN")
LISTED = [FRANCE, EGYPT, SUDAN, USA, UNION, ROUX, BLANC, VERT, QUAI, HASSAN, FRONT]

DENIED, MAY = Status.NEGATED, Status.HYPOTHETICAL


def unsure(event, confidence):
    """Return *event* told with another confidence."""
    return replace(event, mentions=tuple(replace(mention, confidence=confidence) for mention in event.mentions))


HERALD = Article(
    "herald", "Text of the Herald.", "War in Sudan", date(2024, 6, 3), url="https://herald.example/1", source="Herald"
)
COURIER = Article(
    "courier",
    "Text of the Courier.",
    "Cairo talks",
    date(2024, 6, 5),
    url="https://courier.example/2",
    source="Courier",
)
GAZETTE = Article(
    "gazette", "Text of the page.", "Grain arrives", date(2024, 6, 6), url="https://www.gazette.example:80/world/3"
)
LEAFLET = Article("leaflet", "Text of the leaflet.", "What Roux said", date(2024, 6, 20))
REVIEW = Article(
    "review",
    "Text of the review.",
    "The year so far",
    date(2024, 7, 10),
    url="https://herald.example/9",
    source="Herald",
)
UNDATED = Article(
    "undated",
    "Text of the almanac.",
    "An almanac",
    date(2024, 8, 1),
    url="https://almanac.example/",
    source="Almanac",
    published_precision=Precision.MONTH,
)
LATE = Article(
    "late", "Text of a later day.", "Thanks", date(2024, 12, 1), url="https://courier.example/7", source="Courier"
)
ANNALS = Article(
    "annals", "Text of the annals.", "After winter", date(2024, 3, 1), url="https://annals.example/4", source="Annals"
)

STORIES = [
    (
        HERALD,
        [
            unsure(tell(0, "Roux travelled to Cairo.", ROUX, "042", EGYPT, "2024-06-02"), 0.35),
            tell(30, "Egypt mediated between Khartoum and the Front.", EGYPT, "045", SUDAN, "2024-06-02"),
            tell(30, "Egypt mediated between Khartoum and the Front.", EGYPT, "045", FRONT, "2024-06-02"),
            unsure(tell(80, "Washington criticised Khartoum.", USA, "111", SUDAN, "2024-06-01"), 0.42),
            tell(120, "The Quai accused Sudan of war crimes.", QUAI, "1124", SUDAN, "2024-06-01"),
            tell(160, "Sudan expelled French envoys.", SUDAN, "174", FRANCE, "2024-06-01"),
            tell(200, "Sudan expelled American envoys.", SUDAN, "174", USA, "2024-06-01"),
        ],
    ),
    (
        COURIER,
        [
            unsure(tell(0, "Prime minister Roux visited Egypt.", ROUX, "042", EGYPT, "2024-06-02"), 0.9),
            tell(40, "Hassan denied that French envoys were expelled.", HASSAN, "174", FRANCE, "2024-06-01", DENIED),
            tell(100, "Hassan denied any threat to France.", HASSAN, "130", FRANCE, "2024-06-01", DENIED),
            tell(140, "France denied that it had expelled anybody.", FRANCE, "174", SUDAN, "2024-06-01", DENIED),
            tell(190, "Sudan denied to have expelled Americans in May.", SUDAN, "174", USA, "2024-05-31", DENIED),
            tell(240, "Egypt offered to mediate with Sudan.", EGYPT, "039", SUDAN, "2024-06-04"),
            tell(280, "America sent grain to Sudan.", USA, "073", SUDAN, "2024-06-04"),
            tell(320, "Egypt accused Hassan of graft.", EGYPT, "1121", HASSAN, "2024-06-04"),
            tell(360, "Sudan did expel them, says Paris.", SUDAN, "174", FRANCE, "2024-06-01"),
        ],
    ),
    (
        GAZETTE,
        [
            tell(0, "American grain reached Sudan.", USA, "073", SUDAN, "2024-06-04"),
            unsure(tell(40, "Washington also fed Sudan on Thursday.", USA, "073", SUDAN, "2024-06-06"), 0.31),
            tell(80, "France lent money to Egypt in May.", FRANCE, "071", EGYPT, "2024-05"),
            tell(120, "Egypt received Washington's envoys.", EGYPT, "043", USA, "2024-06-05"),
            tell(160, "Egypt received the Union.", EGYPT, "043", UNION, "2024-06-05"),
            tell(200, "America might arm Egypt.", USA, "072", EGYPT, "2024-06-06", MAY),
            tell(240, "America promised Egypt arms.", USA, "0332", EGYPT, "2024-06-06"),
            tell(280, "Roux did not visit Khartoum.", ROUX, "042", SUDAN, "2024-06-06", DENIED),
        ],
    ),
    (
        LEAFLET,
        [
            tell(0, "Roux criticised Sudan.", ROUX, "111", SUDAN, "2024-06-19"),
            tell(40, "Blanc praised Egypt.", BLANC, "051", EGYPT, "2024-06-18"),
            tell(80, "The Union offered to mediate.", UNION, "039", None, "2024-06-18"),
            tell(120, "Sudan expelled the French, say witnesses.", SUDAN, "174", FRANCE, "2024-06-01"),
        ],
    ),
    (
        REVIEW,
        [
            tell(0, "Roux denounced Khartoum in June.", ROUX, "111", SUDAN, "2024-06-19"),
            tell(50, "Roux met Egyptians in 2019.", ROUX, "042", EGYPT, "2019"),
            tell(90, "France will criticise Egypt on Sunday.", FRANCE, "111", EGYPT, "2024-07-14"),
            tell(140, "Blanc scolded Roux.", BLANC, "111", ROUX, "2024-07-01"),
            tell(170, "Blanc toured the Quai.", BLANC, "042", QUAI, "2024-07-02"),
            tell(210, "Paris received Hassan.", FRANCE, "043", HASSAN, "2024-07-03"),
            tell(250, "Sudan expelled Americans on 1 June.", SUDAN, "174", USA, "2024-06-01"),
        ],
    ),
    (
        UNDATED,
        [
            tell(0, "Washington sent Cairo money in July.", USA, "071", EGYPT, "2024-07-02"),
            tell(40, "Cairo never thanked the Union.", EGYPT, "051", UNION, "2023-12-31", DENIED),
            tell(80, "Egypt mediated before the war.", EGYPT, "045", SUDAN, "2023-11-05"),
            tell(120, "The Union denied any offer.", UNION, "039", SUDAN, "2024-06-20", DENIED),
            tell(160, "The Union criticised Khartoum in May.", UNION, "111", SUDAN, "2024-05-30"),
            tell(200, "Egypt never criticised France.", EGYPT, "111", FRANCE, "2024-06-10", DENIED),
            tell(240, "The Quai fed Sudan.", QUAI, "073", SUDAN, "2024-07-05"),
            tell(270, "The Quai helped France.", QUAI, "070", FRANCE, "2024-07-06"),
            tell(300, "Washington praised Egypt in June.", USA, "051", EGYPT, "2024-06"),
        ],
    ),
    (LATE, [tell(0, "Egypt praised Sudan in November.", EGYPT, "051", SUDAN, "2024-11-30")]),
    (
        ANNALS,
        [
            tell(0, "Cairo thanked the Union.", EGYPT, "051", UNION, "2023-12-31"),
            tell(40, "Cairo thanked the Union again.", EGYPT, "051", UNION, "2024-02-28"),
            tell(80, "Paris praised Khartoum.", FRANCE, "051", SUDAN, "2023-12-31"),
        ],
    ),
]
