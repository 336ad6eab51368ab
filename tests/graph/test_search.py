"""Searching: what is found, in what order, whatever is typed."""

import pytest

from kg import vocab
from kg.errors import LimitError, SearchError
from kg.graph.search import KINDS, Search
from kg.graph.triples import PREF_LABEL, dip, english, fact, to_actor_quads, to_article_quads, to_event_quads
from kg.ids import Minter
from kg.model import Article
from tests.graph.search_writer import ALT_LABEL, BASE, actor, quote

RUN = f"{BASE}run/test"
HOSTILE = [
    '"', '""', '"""', '"a', "a\"b'c", "(", ")", "a AND", "AND", "OR NOT", "NEAR(a b)", "*", "-", "--", "-*", '-""',
    "^a", "a:b", "text:a", "{a b}: c", "\0", "a\0b", "😀", "😀 envoy", "-😀", "\ud800", "\N{COMBINING ACUTE ACCENT}",
    "'; DROP TABLE actor; --", "a" * 10_000, "a " * 5_000, ". " * 5_000, '"' * 10_000, "(" * 10_000, "a." * 5_000, "%",
    "\\", "\u202e", "\ufdd0 \ufdd1",
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("poland", "123"),
        ("poland minister", "23"),
        ('"prime minister"', "3"),
        ('"minister prime"', ""),
        ("minister -sanctions", "3"),
        ('poland -"prime minister"', "12"),
        ("diplom*", "1"),
        ("diplomat expel", "1"),
        ("SANCTIONS", "2"),
        ("quebec", "3"),
        ("QUÉBEC", "3"),
        ("-poland", ""),
        ("", ""),
        ("poland 😀", "123"),
        ("two-russian", "1"),
    ],
)
def test_words_phrases_beginnings_and_exclusions(told, words, found):
    assert sorted(told.search.find_iris(words, ["quote"])) == [f"{BASE}mention/{name}" for name in found]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_whatever_is_typed_is_a_valid_search(told, text):
    told.write(new=actor("RUS", "Russia"))
    for kind in KINDS:
        told.search.find(text, kind)
    told.search.find_iris(text)
    told.search.suggest(text)
    told.write(new=[quote("hostile", text.encode("utf-8", "replace").decode())])
    assert told.search.find("poland", "quote").total == 3


def test_marks_stand_at_the_found_words(told):
    (hit,) = told.search.find("diplomat russian", "quote").hits
    assert [hit.text[begin:end] for begin, end in hit.marks] == ["Russian", "diplomats"]
    assert hit.iris == (f"{BASE}mention/1",)


def test_exact_names_come_first_then_names_that_begin_so(writer):
    writer.write(new=actor("a", "Republic of the Congo", "Congo Brazzaville"))
    writer.write(new=actor("b", "Friends of Congo"))
    writer.write(new=actor("c", "Democratic Republic of the Congo", "Congo"))
    hits = writer.search.find("congo", "actor").hits
    assert [(hit.iris[0][-1], hit.text, hit.label) for hit in hits] == [
        ("c", "Congo", "Democratic Republic of the Congo"),
        ("a", "Congo Brazzaville", "Republic of the Congo"),
        ("b", "Friends of Congo", "Friends of Congo"),
    ]


def test_names_are_completed_while_they_are_typed(writer):
    writer.write(new=actor("RUS", "Russia", "the Kremlin", "Russian Federation"))
    writer.write(new=actor("RWA", "Rwanda"))
    writer.write(new=actor("lavrov", "Sergey Lavrov"))

    def suggested(text):
        return [(one.label, one.name) for one in writer.search.suggest(text)]

    assert suggested("ru") == [("Russia", "Russia")]
    assert suggested("russian f") == [("Russia", "Russian Federation")]
    assert suggested("krem") == [("Russia", "the Kremlin")]
    assert suggested("Lavr") == [("Sergey Lavrov", "Sergey Lavrov")]
    assert suggested("r") == [("Russia", "Russia"), ("Rwanda", "Rwanda")]


def test_one_sentence_of_several_mentions_is_one_hit(writer):
    writer.write(new=[quote("1", "Envoys met."), quote("2", "Envoys met.")])
    found = writer.search.find("envoys", "quote")
    assert (found.total, found.hits[0].iris) == (1, (f"{BASE}mention/1", f"{BASE}mention/2"))
    writer.write(gone=[quote("1", "Envoys met.")])
    assert writer.search.find("envoys", "quote").hits[0].iris == (f"{BASE}mention/2",)
    writer.write(gone=[quote("2", "Envoys met.")])
    assert writer.search.find("envoys", "quote").total == 0


def test_pages_of_hits_follow_each_other(writer):
    writer.write(new=[quote(str(number), f"Envoy {number} met.") for number in range(25)])
    pages = [writer.search.find("envoy", "quote", 10, offset) for offset in (0, 10, 20)]
    assert [len(page.hits) for page in pages] == [10, 10, 5]
    assert len({hit.text for page in pages for hit in page.hits}) == 25
    assert {page.total for page in pages} == {25}


def test_a_name_stays_while_another_language_has_it(writer):
    iri = f"{BASE}actor/NATO"
    names = [fact(iri, PREF_LABEL, english("NATO")), fact(iri, ALT_LABEL, english("NATO"))]
    writer.write(new=names)
    writer.write(gone=names[1:])
    assert writer.texts("nato", "actor") == ["NATO"]


def test_only_names_quotes_and_titles_are_found(writer, actors, tell, make_article):
    article = Article("one", "A secret text that is no quote.", "Envoys sent home", url="https://news.example/one")
    mint = Minter(BASE)
    iri = mint.mint_article(article)
    quads = {*to_article_quads(article, mint), fact(iri, dip("text"), english(article.text))}
    quads |= set(to_event_quads(iri, tell(actors["RUS"], actors["USA"]), RUN, mint, lambda key: None))
    quads |= set(to_actor_quads(actors["RUS"], mint))
    quads.add(fact(f"{vocab.CAMEO}161", PREF_LABEL, english("Expel envoys")))
    writer.write(new=quads)
    assert writer.search.find_iris("secret") == []
    assert writer.search.find_iris("envoys") == [iri]
    assert writer.search.count() == {"actor": 2, "quote": 1, "title": 1}
    writer.index.settle()
    assert all(b"secret" not in path.read_bytes() for path in writer.path.parent.iterdir() if path.is_file())


def test_without_an_index_the_search_says_what_to_do(tmp_path):
    with pytest.raises(SearchError, match="kg check --repair"):
        Search(tmp_path / "search.sqlite").find("poland", "quote")


def test_search_that_takes_too_long_is_ended(told):
    told.write(new=[quote(f"x{number}", f"Poland {number}") for number in range(5000)])
    with pytest.raises(LimitError, match="rarer word"):
        Search(told.path, seconds=0).find("poland", "quote")


def test_states_are_suggested_before_others_of_that_beginning(writer):
    writer.write(new=actor("rusal", "Rusal", "UC Rusal", "United Company Rusal"))
    writer.write(new=actor("RUS", "Russia"))
    assert [one.label for one in writer.search.suggest("rus")] == ["Russia", "Rusal"]
    assert [one.label for one in writer.search.suggest("rusal")] == ["Rusal"]
