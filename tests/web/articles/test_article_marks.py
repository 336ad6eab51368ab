"""An article's text with what stands in it: nothing is lost, nothing overlaps, whatever the mentions do."""

import random
import re

import pytest

from web.articles.article_marks import Mark, Name, lay_out, mark_up
from web.events.marks import split_quote

TEXT = "Poland expelled two Russian envoys, and Russia answered.\n\nWarsaw said no more."
FIRST = "Poland expelled two Russian envoys"
WHOLE = "Poland expelled two Russian envoys, and Russia answered."


def mark(quote, by="", does="", to="", begin=0, **iris):
    return Mark(begin, tuple(split_quote(quote, by, does, to)), **iris)


def joined(segments) -> str:
    return "".join(one.text for one in segments)


def piece(segments, text):
    (found,) = [one for one in segments if one.text == text]
    return found


def test_a_text_without_mentions_is_one_piece_for_each_paragraph_and_gap():
    found = mark_up(TEXT, [])
    assert [one.gap for one in found] == [False, True, False]
    assert joined(found) == TEXT


def test_words_of_a_mention_have_their_roles_and_the_rest_of_the_quote_none():
    found = mark_up(TEXT, [mark(FIRST, "Poland", "expelled", "Russian")])
    assert piece(found, "Poland").roles == ((0, "actor"),)
    assert piece(found, "expelled").is_a("action")
    assert piece(found, "Russian").roles == ((0, "target"),)
    assert (piece(found, " two ").marks, piece(found, " two ").roles) == ((0,), ())
    assert piece(found, ", and Russia answered.").marks == ()


def test_two_events_in_one_sentence_share_their_words():
    marks = [mark(WHOLE, "Poland", "expelled", "Russian"), mark(WHOLE, "Russian", "answered", "Poland")]
    found = mark_up(TEXT, marks)
    assert piece(found, "Poland").roles == ((0, "actor"), (1, "target"))
    assert piece(found, "answered").roles == ((1, "action"),)
    assert {one.marks for one in found if one.marks} == {(0, 1)}


def test_a_clause_inside_a_sentence_is_told_apart_and_what_begins_first_comes_first():
    inner = "Russia answered"
    found = mark_up(TEXT, [mark(inner, "Russia", "answered", begin=TEXT.index(inner)), mark(WHOLE, "Poland")])
    assert piece(found, "answered").marks == (1, 0)
    (first, *_) = lay_out(found)
    assert [run.marks for run in first] == [(1,), (1, 0), (1,)]
    assert [run.begins for run in first] == [(1,), (0,), ()]
    assert [run.ends for run in first] == [(), (0,), (1,)]


def test_a_quote_that_reaches_into_the_next_paragraph_begins_and_ends_once():
    found = lay_out(mark_up(TEXT, [mark(TEXT, "Poland", "said", "Warsaw")]))
    assert [[run.begins for run in paragraph] for paragraph in found] == [[(0,)], [()]]
    assert [[run.ends for run in paragraph] for paragraph in found] == [[()], [(0,)]]


def test_a_quote_is_found_though_its_offset_is_wrong_and_left_out_where_it_is_nowhere():
    for begin in (-3, 7, 10_000):
        assert mark_up(TEXT, [mark(FIRST, "Poland", begin=begin)])[0].marks == (0,)
    found = mark_up(TEXT, [mark("Spain did nothing."), mark(""), mark(FIRST)])
    assert {number for one in found for number in one.marks} == {2}


def test_words_for_an_actor_lead_to_it_and_a_longer_name_around_them_wins():
    names = [Name(20, 34, "envoys"), Name(0, 6, "name")]
    found = mark_up(TEXT, [mark(FIRST, "Poland", "expelled", "Russian", actor="POL", target="RUS")], names)
    assert piece(found, "Poland").name.iri == "POL", "of one length that of the mention"
    (first, *_) = lay_out(found)
    links = {"".join(p.text for p in link.pieces): link.name.iri for run in first for link in run.links if link.name}
    assert links == {"Poland": "POL", "Russian envoys": "envoys"}


def test_names_out_of_the_text_or_over_another_are_left_out():
    wrong = [Name(-1, 3, "a"), Name(5, 5, "b"), Name(9, 4, "c"), Name(70, 10_000, "d")]
    found = mark_up(TEXT, [], [*wrong, Name(0, 15, "long"), Name(7, 20, "short")])
    assert {one.name.iri for one in found if one.name} == {"long"}


@pytest.mark.parametrize("seed", range(60))
def test_pieces_are_the_text_whatever_overlaps(seed):
    chance = random.Random(seed)  # noqa: S311  # no secret
    alphabet = "ab \n\n.<&\u202e😀é"
    text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(0, 120)))

    def part(whole):
        begin, end = sorted(chance.choices(range(len(whole) + 1), k=2))
        return begin, whole[begin:end]

    marks = []
    for _ in range(chance.randrange(0, 9)):
        begin, quote = part(text)
        marks.append(mark(quote, *(part(quote)[1] for _ in range(3)), begin=begin, actor="A", target="B"))
    names = [Name(*sorted(chance.choices(range(-2, len(text) + 3), k=2)), str(n)) for n in range(9)]
    found = mark_up(text, marks, names)
    assert joined(found) == text
    assert all(one.text for one in found)
    for number, one in enumerate(marks):
        if one.quote:
            covered = [number in segment.marks for segment in found]
            assert "".join(s.text for s, inside in zip(found, covered, strict=True) if inside) == one.quote
            assert re.fullmatch("0*1+0*", "".join(str(int(inside)) for inside in covered)), "in one stretch"
        for role in ("actor", "action", "target"):
            told = "".join(segment.text for segment in found if (number, role) in segment.roles)
            assert told == "".join(span.text for span in one.spans if span.role == role)
    runs = [run for paragraph in lay_out(found) for run in paragraph]
    laid = [piece for run in runs for link in run.links for piece in link.pieces]
    assert laid == [segment for segment in found if not segment.gap]
    seen = {number for segment in laid for number in segment.marks}
    assert sorted(number for run in runs for number in run.begins) == sorted(seen)
    assert sorted(number for run in runs for number in run.ends) == sorted(seen)


def test_a_megabyte_with_hundreds_of_mentions_is_cut_in_time():
    text = (WHOLE + " ") * 20_000
    step = len(WHOLE) + 1
    marks = [mark(WHOLE, "Poland", "expelled", "Russian", begin=n * step) for n in range(0, 5_000, 10)]
    names = [Name(n * step, n * step + 6, "POL") for n in range(20_000)]
    found = mark_up(text, marks, names)
    assert joined(found) == text
    assert sum(one.name is not None for one in found) == 20_000
