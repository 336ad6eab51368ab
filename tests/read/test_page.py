"""Pages saved as text, in layouts of many kinds. All places, people and sentences are invented."""

import os
from datetime import date
from pathlib import Path

import pytest

from kg.read.page.day import find_visible_day
from kg.read.page.stories import take_apart

TODAY = date(2026, 6, 1)
P1 = "Norland recalled its ambassador from Sudland on Monday after a week of angry exchanges over fishing rights."
P2 = "The foreign minister told reporters that the envoy would stay at home until the seized boats were released."
P3 = "Sudland called the step regrettable. It said that its coast guard had acted within the law of the sea."
P4 = "Traders in both capitals fear that the quarrel will spread to the ferry lines, which carry most of the goods."
Q1 = "Eastland and Westland agreed to reopen a border bridge that had been closed since a clash two summers ago."
Q2 = "Engineers of both countries will inspect the bridge before lorries may cross, the joint commission said."
Q3 = "The first buses are to run in spring, and customs officers from the two sides will share one office."


def only(text):
    (story,) = take_apart(text)
    return story


def blocks(*lines):
    return "\n\n".join(lines)


def test_bare_prose_has_no_title():
    story = only(blocks(P1, P2, P3))
    assert (story.title, story.paragraphs) == ("", (P1, P2, P3))


def test_title_byline_day_and_tail_of_a_news_site():
    story = only(
        blocks(
            "Home\nWorld\nPolitics\nSport",
            "Sign in to your account",
            "Norland recalls ambassador over seized boats",
            "By Ann Example in Port Nord",
            "Published 9 March 2021, 10:30 GMT",
            "Share\nTweet\nWhatsApp",
            P1,
            "Advertisement",
            P2,
            "Read more: Five things to know about the fishing quarrel",
            P3,
            "(Reporting by Ann Example; editing by Bob Sample)",
            "Related stories",
            "Sudland launches new patrol ship",
            Q1,
            "© 2021 The Norland Example. All rights reserved.",
        )
    )
    assert story.title == "Norland recalls ambassador over seized boats"
    assert story.paragraphs == (P1, P2, P3)
    assert find_visible_day(story, TODAY) == date(2021, 3, 9)


def test_headings_captions_and_standfirst_of_a_magazine():
    standfirst = "A quarrel over cod shows how little it takes to unsettle two old partners."
    story = only(
        blocks(
            "Follow us on social",
            "IMG_20210309-harbour-2.jpg",
            "What is left of the northern partnership?",
            standfirst,
            "Analysis | North",
            P1,
            "Boats and bruises",
            P2,
            "Fishing boats lie in the harbour of Port Nord. (AP Photo/Cam Era)",
            P3,
            "Who gains?",
            P4,
            "Dora Writer is a senior fellow at the Institute for Invented Studies.",
        )
    )
    assert story.title == "What is left of the northern partnership?"
    assert story.paragraphs == (standfirst, P1, P2, P3, P4)
    assert story.captions[-1].endswith("(AP Photo/Cam Era)")


def test_a_second_story_under_a_title_that_the_page_repeats():
    first, second = "Norland Recalls Ambassador From Sudland", "Bridge Between Eastland And Westland Reopens"
    one = "9 March 2021, Norland, Port Nord: Boats lie idle in the harbour. (dpa)"
    two = "Photo: Workers at the bridge"
    page = blocks(
        first, f"{one}\n{one}\nTT\n20", first, f"{one}\n{one}", P1, P2, P3, second, f"{two}\n{two}\nTT\n20",
        second, two, Q1, Q2, Q3,
    )  # fmt: skip
    stories = take_apart(page)
    assert [story.title for story in stories] == [first, second]
    assert [story.paragraphs for story in stories] == [(P1, P2, P3), (Q1, Q2, Q3)]


def test_stories_each_under_title_and_byline():
    page = blocks(
        "Norland recalls its ambassador", "By Ann Example", P1, P2, P3,
        "A bridge reopens in the east", "By Bob Sample", "March 8, 2021", Q1, Q2, Q3,
    )  # fmt: skip
    stories = take_apart(page)
    assert [story.title for story in stories] == ["Norland recalls its ambassador", "A bridge reopens in the east"]
    assert stories[1].paragraphs == (Q1, Q2, Q3)
    assert find_visible_day(stories[1], TODAY) == date(2021, 3, 8)


def test_teasers_that_end_in_keep_reading_are_dropped():
    page = blocks(
        "Norland recalls its ambassador", P1, P2, P3,
        "Thanks to our readers and supporters, the Example had a good year. Please consider a donation to us.",
        "Ministers at the bridge\nAnalysis | East\neast", "The bridge that nobody crossed", Q1, Q2,
        "keep readingShow less", "Top photo credit: Cam Era", "Why the buses stand still in the east", Q3,
        "Continue reading", "Newsletter",
        "Subscribe now to our weekly round-up and never miss what the Example writes on the north.",
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3)


def test_teasers_at_the_end_without_any_marker_are_dropped():
    page = blocks(
        "Norland recalls its ambassador", P1, P2, P3, P4,
        "Bridge reopens after two years of repairs", "Lorries may cross from Friday on.",
        "Westland names a new head of customs", "The former judge takes office in May.",
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3, P4)


def test_placeholder_text_of_a_site_builder_is_dropped():
    page = blocks(
        "Welcome To Our Pages!",
        "Click here to change this text. Lorem ipsum dolor sit amet, consectetur.",
        "What The Recall Means For Traders",
        P1, P2, P3,
        "Leave a Reply", "Your email address will not be published. Required fields are marked *",
        "A stranger says that none of this would have happened in his day.", "Scroll to Top",
    )  # fmt: skip
    story = only(page)
    assert (story.title, story.paragraphs) == ("What The Recall Means For Traders", (P1, P2, P3))


def test_newsletter_box_amid_a_story_does_not_end_it():
    box = "Sign up for our free newsletter and get the north in your inbox every morning."
    assert only(blocks("Norland recalls its ambassador", P1, box, P2, "Read more", P3, P4)).paragraphs == (
        P1,
        P2,
        P3,
        P4,
    )


def test_links_amid_a_story_do_not_end_it():
    page = blocks(
        "Norland recalls its ambassador", P1, P2,
        "Keep reading", "list of 2 items", "Why do boats matter?", "Sudland builds a new patrol ship", "end of list",
        P3,
        "Recommended stories", "Five things to know about cod", P4, Q1, Q2,
        "More from the North", "Westland names a head of customs", Q3,
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3, P4, Q1, Q2)


def test_the_title_is_the_line_that_the_lead_speaks_of():
    page = blocks(
        "Privacy choices for our visitors", "Ten recipes for a rainy day", "Norland recalls its ambassador",
        "Ambassador and minister at a ceremony in the north", P1, P2, P3,
    )  # fmt: skip
    assert only(page).title == "Norland recalls its ambassador"


def test_items_of_a_list_are_kept_without_their_marks():
    items = "- Norland demands the release of all seized boats\n- Sudland refuses to name a date"
    assert only(blocks("Norland recalls its ambassador", items, P1, P2)).paragraphs == (
        "Norland demands the release of all seized boats",
        "Sudland refuses to name a date",
        P1,
        P2,
    )


def test_page_title_with_the_name_of_the_site_is_not_the_title():
    page = blocks("Norland recalls its ambassador | The Example", "Norland recalls its ambassador", P1, P2, P3)
    assert only(page).title == "Norland recalls its ambassador"


def test_slogan_above_the_title_is_no_prose():
    story = only(blocks("The Example", "News you can use.", "Norland recalls its ambassador", P1, P2, P3))
    assert (story.title, story.paragraphs) == ("Norland recalls its ambassador", (P1, P2, P3))


def test_header_of_fields():
    story = only(
        "Title: Norland recalls its ambassador\nURL: https://example.org/2021/03/09/recall\nDate: 2021-03-09\n\n"
        f"{P1}\n\n{P2}"
    )
    assert story.title == "Norland recalls its ambassador"
    assert story.url == "https://example.org/2021/03/09/recall"
    assert find_visible_day(story, TODAY) == date(2021, 3, 9)
    assert story.paragraphs == (P1, P2)


def test_agency_behind_the_last_sentence_is_taken_off_but_the_sentence_stays():
    assert only(blocks("Norland recalls its ambassador", P1, P2, P3 + " (AFP)")).paragraphs[-1] == P3


def test_a_plea_inside_quotes_is_news():
    plea = "“Please support our fishermen and donate what you can,” the minister told a crowd in Port Nord."
    assert plea in only(blocks("Norland recalls its ambassador", P1, plea, P2)).paragraphs


def test_gifts_between_states_are_news():
    gift = "Norland will donate twelve patrol boats, and asked its partners to consider contributing more."
    assert gift in only(blocks("Norland recalls its ambassador", P1, gift, P2)).paragraphs


def test_short_sentences_between_long_ones_are_kept():
    assert "He gave no date." in only(blocks("Norland recalls its ambassador", P1, "He gave no date.", P2)).paragraphs


@pytest.mark.parametrize("page", ["", "\n\n", "Home\nWorld\nSport", "TT\n20\n\nShare", "Lorem ipsum dolor sit amet."])
def test_no_prose_no_story(page):
    assert take_apart(page) == []


SEEDS = Path(os.environ.get("DIPLOGRAPH_SHARED", Path(__file__).parents[3] / "shared")) / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not here")
@pytest.mark.parametrize(
    ("name", "paragraphs", "days"),
    [
        ("kremlin-considers-downgrade", [16, 10], [None, date(2025, 6, 11)]),
        ("rocky-road-us-russia", [27], [None]),
        ("russia-downgrade-impact", [20], [date(2024, 6, 27)]),
        ("russo-uk-stalemate", [9], [None]),
        ("us-leverage-russia", [20], [None]),
    ],
)
def test_seed_pages(name, paragraphs, days):
    stories = take_apart((SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
    assert [len(story.paragraphs) for story in stories] == paragraphs
    assert [find_visible_day(story, TODAY) for story in stories] == days
    assert all(len(story.title.split()) >= 5 for story in stories)


def test_a_caption_told_twice_in_a_row_opens_no_story():
    seal = "Unrepentant: The envoy at a regatta in May"
    page = blocks("Norland recalls its ambassador", P1, P2, f"{seal}\n{seal}", P3, P4)
    assert only(page).paragraphs == (P1, P2, P3, P4)


def test_a_button_that_the_page_repeats_is_no_title():
    button = "Listen to our podcast today"
    page = blocks("Norland recalls its ambassador", P1, button, P2, button, P3, button, P4, button, Q1)
    assert only(page).paragraphs == (P1, P2, P3, P4, Q1)


def test_a_story_goes_on_below_a_list_of_headlines():
    page = blocks(
        "Norland recalls its ambassador", P1, P2,
        "Most read", "1. The baker who forecast the frost better than others", "2. Rail strike is called off at last",
        P3, "Leave a comment",
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3)


def test_a_teaser_below_its_headline_is_no_part_of_the_story():
    page = blocks(
        "Norland recalls its ambassador", P1, P2, P3,
        "Related", "Sudland fishermen block the ferry lines", "Fishermen of Sudland blocked the ferry lines for a day.",
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3)


def test_comments_of_readers_make_no_story():
    page = blocks(
        "Norland recalls its ambassador", P1, P2, P3, "2 thoughts on “Norland recalls its ambassador”",
        "Brendan says:", "February 22, 2008 at 7:40 pm", Q1, Q2, Q3,
    )  # fmt: skip
    assert only(page).paragraphs == (P1, P2, P3)


def test_a_quotation_in_large_print_counts_once():
    quote = "“We have had quite enough of this,” the minister said on the steps."
    page = blocks("Norland recalls its ambassador", P1, "“We have had quite enough of this.”", quote, P2)
    assert only(page).paragraphs == (P1, quote, P2)


def test_a_line_that_opens_a_list_is_prose():
    page = blocks(
        "Norland recalls its ambassador", P1, "The two governments agreed:", "- to free the boats that lie in port;", P2
    )
    assert only(page).paragraphs == (P1, "The two governments agreed:", "to free the boats that lie in port;", P2)


def test_a_month_above_the_title_counts_beside_a_byline_below_it():
    assert only(blocks("June 2004", "The morning after the recall", "By Ann Example", P1, P2)).labels == (
        "By Ann Example",
        "June 2004",
    )
