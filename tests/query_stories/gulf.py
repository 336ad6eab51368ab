"""Two quarrels around the Gulf: Iran with Saudi Arabia, and Saudi Arabia with Qatar. Days are told as they may be."""

from kg.model import Actor, ActorKind, Status
from tests.query_stories import act, report, state

IRAN, SAUDI, QATAR = state("IRN", "Iran"), state("SAU", "Saudi Arabia"), state("QAT", "Qatar")
EGYPT, CHINA = state("EGY", "Egypt"), state("CHN", "China")
GUARD = Actor("guard", ActorKind.GOVERNMENT_BODY, "Guard", acts_for="IRN")
PRINCE = Actor("prince", ActorKind.PERSON, "Prince", acts_for="SAU")
LISTED = [IRAN, SAUDI, QATAR, EGYPT, CHINA, GUARD, PRINCE]
NO, MAYBE = Status.NEGATED, Status.HYPOTHETICAL

STORIES = [
    report(
        "embassy",
        "2016-01-04",
        "Harbour Post",
        act(IRAN, "1712", SAUDI, "2016-01-02"),
        act(SAUDI, "161", IRAN, "2016-01-03", "Saudi Arabia severed ties with Iran."),
        act(SAUDI, "161", IRAN, "2016-01-04", "Riyadh expelled Iranian diplomats."),
        act(IRAN, "161", SAUDI, "2016-01-05", "Iran did not expel the envoy.", NO),
    ),
    report(
        "goods",
        "2016-01-08",
        "Meridian Wire",
        act(IRAN, "163", SAUDI, "2016-01-07"),
        act(SAUDI, "161", IRAN, "2016-01-04", "Iranian diplomats were declared personae non gratae in Riyadh."),
        act(IRAN, "172", SAUDI, "2018-05"),  # no day, so nobody moved first
    ),
    report(
        "threats",
        "2020-01-06",
        "",
        act(IRAN, "1384", SAUDI, "2019-05-01"),  # 136 days before the attack
        act(IRAN, "138", SAUDI, "2019-09-01"),
        act(IRAN, "138", SAUDI, "2019-09-02", status=NO),
        act(SAUDI, "138", IRAN, "2019-09-03"),
        act(IRAN, "195", SAUDI, "2019-09-14"),
        act(IRAN, "139", SAUDI, "2019-12-20"),
        act(SAUDI, "190", IRAN, "2019-12-25"),  # not the one that threatened
        act(GUARD, "193", SAUDI, "2020-01-05"),
    ),
    report(
        "talks",
        "2021-04-20",
        "Meridian Wire",
        act(IRAN, "046", SAUDI, "2021-04-09"),
        act(SAUDI, "046", IRAN, "2021-04-09"),
        act(PRINCE, "041", IRAN, "2021-04-18", status=MAYBE),
        act(IRAN, "161", EGYPT, "2021-04-01"),
    ),
    report(
        "accord",
        "2023-03-11",
        "Harbour Post",
        act(CHINA, "045", SAUDI, "2023-03-08"),
        act(CHINA, "045", IRAN, "2023-03-10"),
        act(CHINA, "045", QATAR, "2023-04-10"),  # another month
        act(IRAN, "057", SAUDI, "2023-03-10", "Iran signed with Saudi Arabia."),
        act(SAUDI, "057", IRAN, "2023-03-10", "A pact was signed by Saudi Arabia."),
        act(IRAN, "050", SAUDI, "2023-03-10"),
    ),
    report(
        "visits",
        "2023-08-19",
        "",
        act(IRAN, "057", SAUDI, "2023-03-10", "Iran, which signed in March, sends its minister."),
        act(PRINCE, "042", IRAN, "2023-06-17"),
        act(IRAN, "043", SAUDI, "2023-06-17"),  # the same visit
        act(IRAN, "042", SAUDI, "2023-08-18"),
        act(IRAN, "042", SAUDI, "2023-09-01", status=MAYBE),
        act(SAUDI, "044", IRAN, "2023-08-01"),
    ),
    report(
        "rift",
        "2017-06-07",
        "Harbour Post",
        act(EGYPT, "050", QATAR, "2016-05-01"),  # before the break
        act(SAUDI, "161", QATAR, "2017-06-05", "Saudi Arabia cut ties with Qatar."),
        act(EGYPT, "161", QATAR, "2017-06-05", "Egypt cut ties with Qatar."),
        act(PRINCE, "163", QATAR, "2017-06-05"),
        act(SAUDI, "163", QATAR, "2017-06-06"),
        act(EGYPT, "163", QATAR, "2017-06-06"),
        act(IRAN, "163", QATAR, "2017-06-06", status=NO),
        act(SAUDI, "163", EGYPT, "2018-02-02"),
        act(EGYPT, "163", QATAR, "2018"),
        act(EGYPT, "113", QATAR, "2017-06-07"),
        act(CHINA, "053", QATAR, "2017-06-10"),
    ),
    report(
        "demands",
        "2017-10-01",
        "Meridian Wire",
        act(SAUDI, "104", QATAR, "2017-06-22"),
        act(QATAR, "120", SAUDI, "2017-07-03"),  # eleven days later
        act(SAUDI, "1042", QATAR, "2017-09-01"),
        act(QATAR, "019", SAUDI, "2017-09-03", status=NO),
        act(SAUDI, "112", QATAR, "2017-09-04"),
        act(QATAR, "111", EGYPT, "2017-09-05"),
        act(QATAR, "111", SAUDI, "2017-09-16"),  # fifteen days later
        act(QATAR, "104", SAUDI, "2017-12-01"),
        act(PRINCE, "105", QATAR, "2018-01"),
        act(PRINCE, "105", QATAR, "2018-02-14"),
        act(SAUDI, "105", QATAR, "2018-03-01", status=NO),
        act(QATAR, "129", SAUDI, "2018-03-20"),
    ),
    report(
        "thaw",
        "2021-12-09",
        "",
        act(SAUDI, "036", QATAR, "2020-12-01"),
        act(PRINCE, "040", QATAR, "2021-01-05"),
        act(SAUDI, "0354", QATAR, "2020-12-31"),
        act(SAUDI, "085", QATAR, "2021-01-05"),
        act(QATAR, "036", SAUDI, "2020-12-02"),
        act(QATAR, "050", SAUDI, "2021-01-05"),
        act(SAUDI, "033", QATAR, "2021-02-01"),
        act(QATAR, "073", SAUDI, "2021-02-20"),
        act(SAUDI, "073", QATAR, "2021-06-01"),  # 120 days later
        act(SAUDI, "061", QATAR, "2021-03-03"),
        act(SAUDI, "042", QATAR, "2021-03-01", status=MAYBE),
        act(SAUDI, "042", QATAR, "2021-12-08"),
        act(SAUDI, "071", QATAR, "2021-04-01", status=MAYBE),
        act(PRINCE, "071", QATAR, "2021-05-10"),  # not the one it was expected of, and 98 days after the promise
        act(SAUDI, "061", QATAR, "2021-05-01", status=MAYBE),
        act(SAUDI, "051", QATAR, "2021-05-02"),
        act(EGYPT, "052", QATAR, "2021-05-03", status=NO),
    ),
]
