import pytest

from web.events.marks import Span, shorten, split_quote


def marked(quote: str, *texts: str) -> dict[str, str]:
    spans = split_quote(quote, *texts)
    assert "".join(span.text for span in spans) == quote
    return {span.role: span.text for span in spans if span.role}


def test_three_texts_are_marked_in_their_order():
    spans = split_quote("On Monday Chile sued Peru again.", "Chile", "sued", "Peru")
    assert [(span.text, span.role) for span in spans] == [
        ("On Monday ", ""),
        ("Chile", "actor"),
        (" ", ""),
        ("sued", "action"),
        (" ", ""),
        ("Peru", "target"),
        (" again.", ""),
    ]


def test_actor_is_looked_for_before_the_action_and_target_after_it():
    spans = split_quote("Peru said that Peru sued Peru.", "Peru", "sued", "Peru")
    assert [span.role for span in spans if span.role] == ["actor", "action", "target"]
    assert spans[0] == Span("Peru", "actor")


def test_target_before_the_action_is_found_too():
    assert marked("Peru was sued by Chile.", "Chile", "was sued", "Peru") == {
        "actor": "Chile",
        "action": "was sued",
        "target": "Peru",
    }


def test_text_inside_another_is_not_marked_twice():
    assert marked("Russian envoys left.", "", "Russian envoys left", "Russian") == {"action": "Russian envoys left"}


def test_whole_words_go_before_parts_of_words():
    spans = split_quote("Cyprus and the US met.", "US", "met", "")
    assert [(span.text, span.role) for span in spans][:2] == [("Cyprus and the ", ""), ("US", "actor")]


@pytest.mark.parametrize("texts", [("", "", ""), ("absent", "not here", "neither"), (".*", "(", "\\")])
def test_what_does_not_stand_in_the_quote_is_not_marked(texts):
    assert marked("Chile sued Peru", *texts) == {}


def test_shortened_quote_ends_with_an_ellipsis():
    spans = split_quote("Chile sued Peru again.", "Chile", "sued", "Peru")
    assert shorten(spans, 8) == [Span("Chile", "actor"), Span(" "), Span("su…", "action")]
    assert shorten(spans, 100) == spans
