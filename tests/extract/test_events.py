"""Constructions: each test is a class of sentences, with samples written for it."""

from datetime import date

import pytest

from kg.model import Status


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("Poland expelled two Russian diplomats on Tuesday.", "POL 161 RUS 2024-06-25"),
        ("Two Russian diplomats were expelled by Poland on Tuesday.", "POL 161 RUS 2024-06-25"),
        ("Poland, which expelled two Russian diplomats on Tuesday, closed its consulate.", "POL 161 RUS 2024-06-25"),
        ("The diplomats of Russia whom Poland expelled on Tuesday have left.", "POL 161 RUS 2024-06-25"),
        ("Russia's invasion of Ukraine in 2022 shook Europe.", "RUS 190 UKR 2022"),
        ("The invasion of Ukraine by Russia in 2022 shook Europe.", "RUS 190 UKR 2022"),
        ("The 2022 Russian invasion of Ukraine shook Europe.", "RUS 190 UKR 2022"),
    ],
)
def test_voice_and_nominal_form_do_not_matter(acts, sentence, event):
    assert event in acts(sentence)


def test_parties_acting_together_are_paired(acts):
    found = acts("France and Germany imposed sanctions on Iran and Syria on Monday.")
    assert sorted(found) == [
        "DEU 163 IRN 2024-06-24",
        "DEU 163 SYR 2024-06-24",
        "FRA 163 IRN 2024-06-24",
        "FRA 163 SYR 2024-06-24",
    ]


def test_mutual_act_needs_no_object(acts):
    assert acts("Japan and South Korea met on Monday.") == ["JPN 040 KOR 2024-06-24"]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("Turkey threatened to invade Syria.", "TUR 138 SYR 2024-06-28"),
        ("Canada promised to impose sanctions on Iran.", "CAN 1312 IRN 2024-06-28"),
        ("Egypt refused to meet the Ethiopian delegation.", "EGY 125 ETH 2024-06-28"),
        ("China urged the United States to release Chinese prisoners.", "CHN 0253 USA 2024-06-28"),
        ("Ankara is considering a downgrading of ties with Austria.", "TUR 1313 AUT 2024-06-28"),
        ("Spain's prime minister will visit Morocco next week.", "ESP 036 MAR 2024-06-28"),
    ],
)
def test_operators_give_promises_threats_refusals_and_appeals(acts, sentence, event):
    assert event in acts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran did not attack Israel.",
        "Iran has never attacked Israel.",
        "If Russia attacks Estonia, the alliance responds.",
        "Moscow could expel the Polish ambassador.",
        "Analysts fear that China might invade Taiwan.",
        "No sanctions were imposed on Iran by the European Union.",
        "Would France recognise Palestine?",
        "Ukraine never signed an agreement with Russia.",
        "Peru denied that it had expelled Mexican diplomats.",
    ],
)
def test_what_was_not_done_is_no_event(acts, sentence):
    assert acts(sentence) == []


def test_what_was_not_done_is_kept_on_request(extract):
    events = extract("Iran did not attack Israel.", keep_unreal=True).events
    assert [event.status for event in events] == [Status.NEGATED]


def test_rejections_say_why(extract):
    reasons = [rejection.reason for rejection in extract("Iran did not attack Israel.").rejections]
    assert reasons == ["negated"]


def test_people_act_for_their_state(acts):
    assert acts("Sergey Lavrov criticised the United States on Monday.") == ["RUS 111 USA 2024-06-24"]
    assert acts("President Putin criticised Washington on Monday.") == ["RUS 111 USA 2024-06-24"]
    assert acts("The Kremlin criticised Downing Street on Monday.") == ["RUS 111 GBR 2024-06-24"]


def test_unlisted_person_acts_for_the_state_of_the_office(extract):
    text = "Ugandan army spokesman Tomasi Okwelo accused Germany of plotting.\n\nOkwelo also criticised France."
    first, second = extract(text).events
    assert first.actor is not None
    assert first.actor.codes == ("UGA",)
    assert (second.actor.key, second.actor.codes, second.actor.listed) == ("tomasi-okwelo", ("UGA",), False)


def test_pronoun_goes_back_to_the_last_subject(acts):
    found = acts("Serbia condemned the ruling.\n\nIt expelled the Croatian ambassador on Thursday.")
    assert "SRB 161 HRV 2024-06-27" in found


def test_capital_is_a_government_but_not_after_in(acts):
    assert acts("Beijing condemned Tokyo.") == ["CHN 111 JPN 2024-06-28"]
    assert acts("In Geneva, Iran met the United States.") == ["IRN 044 USA 2024-06-28"]


def test_name_inside_a_persons_name_is_no_state(extract):
    (event,) = extract("Michael Jordan condemned France on Monday.").events
    assert event.actor.codes == ("michael-jordan",)


def test_state_and_its_own_people_are_two_parties(extract):
    event = extract("Iranian forces arrested dozens of Iranian activists.").events[0]
    assert event.actor.codes == ("IRN",)
    assert event.target.codes == ("iranian-activists", "IRN")


def test_quote_is_the_exact_sentence(extract):
    text = "Rain fell in Oslo.\n\nOn Monday Norway expelled “two” Russian diplomats. Then it rained."
    mention = extract(text).events[0].mentions[0]
    assert text[mention.begin : mention.end] == mention.quote
    assert mention.quote == "On Monday Norway expelled “two” Russian diplomats."
    assert (mention.actor_text, mention.target_text) == ("Norway", "Russian")


def test_act_told_twice_is_one_event_with_two_mentions(extract):
    text = "Poland expelled a Russian diplomat on Friday.\n\nWarsaw expelled the Russian envoy for spying."
    (event,) = extract(text).events
    assert len(event.mentions) == 2


def test_acts_of_different_days_stay_apart(acts):
    text = "Poland expelled a Russian diplomat in 2018.\n\nPoland expelled a Russian diplomat in 2022."
    assert acts(text) == ["POL 161 RUS 2018", "POL 161 RUS 2022"]


def test_relative_dates_need_a_day_of_publication(acts):
    assert acts("Poland expelled a Russian diplomat on Friday.", None) == ["POL 161 RUS -"]


def test_background_keeps_its_own_date(acts):
    found = acts("Honduras severed relations with El Salvador over the 1969 war.", date(2024, 6, 27))
    assert found == ["HND 161 SLV 1969"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * 20_000,
        "word " * 5_000,
        "Russia, " * 2_000,
        "“" * 500 + "Russia attacked Ukraine",
        "RUSSIA ATTACKS UKRAINE " * 50,
        "1\t2\t3\n4\t5\t6\n" * 300,
        "\x07\u202e\ufeff",
    ],
)
def test_odd_text_does_no_harm(extract, text):
    assert len(extract(text).events) <= 1


def test_phrases_that_refer_to_each_other_end(extract):
    """Whose colleagues say it is asked of who "we" are, and who "we" are of whose colleagues say it."""
    assert extract("Our colleagues say: we thank Iran.").events == ()


def test_paragraph_of_any_length_is_read_in_pieces(extract):
    filler = "The weather in the valley stayed mild and dry for most of the long week. " * 900
    text = filler + "Poland expelled a Russian diplomat on Friday."
    (event,) = extract(text).events
    mention = event.mentions[0]
    assert text[mention.begin : mention.end] == mention.quote == "Poland expelled a Russian diplomat on Friday."


def test_text_without_a_break_is_read_too(extract):
    assert extract("x" * 1_200_000).events == ()


def test_parties_acting_together_do_not_act_on_each_other(acts):
    assert acts("Bahrain and Egypt accused their neighbour of supporting terrorism.") == []


def test_no_longer_is_a_negation(acts):
    assert acts("Denmark is no longer training Iraqi troops.") == []
    assert acts("Denmark trained Iraqi troops longer than planned.") != []


def test_day_of_what_is_planned_is_not_the_day_of_the_plan(acts):
    assert acts("Mike Pence will meet the president of Colombia on Monday.") == ["USA 036 COL 2024-06-28"]


def test_party_behind_a_leading_date_is_no_target(acts):
    found = acts("In March 2014 Saudi Arabia, the Emirates and Bahrain withdrew their ambassadors from Doha.")
    assert found
    assert all(event.split()[2] == "QAT" for event in found)
