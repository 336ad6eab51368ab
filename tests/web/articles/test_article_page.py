"""The page of an article: its text with its marks, and all that is said where there is none."""

import csv
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from kg.graph.store import Store
from kg.ids import Minter
from kg.model import Actor, ActorKind, Article, DateSource, Event, Mention, PartialDate, Precision
from kg.reference import ontology_files
from kg.settings import Settings
from tests.web.conftest import BASE, POLAND, RUSSIA
from web import create_app
from web.articles.article_reading import SHOWN, load_names

RUN = "2026-11-22-test"
LEAGUE = Actor("coastal-league", ActorKind.GROUP, "Coastal League", listed=False)
FIRST = "Poland expelled two Russian diplomats on Tuesday, and Russia answered."
SECOND = "The Coastal League praised Poland."
TEXT = f"{FIRST} Nothing else happened.\n\n{SECOND}\nCoastal League < Russia & Poland."
STORY = Article(
    "story",
    TEXT,
    "Envoys",
    date(2024, 6, 26),
    DateSource.METADATA,
    "https://news.example/story",
    "Sample Wire",
    ("Ada Exemplo",),
)
BARE = replace(STORY, doc="bare", url="https://news.example/bare", text=FIRST)
COPY = replace(STORY, doc="copy", url="https://paper.example/copy", source="Example Paper")
LONG = Article("long", "Poland is here.\n\n" + "Much more <b> is told. " * 50_000, published=None)
QUIET = Article(
    "quiet", "Nobody did anything.", published=date(2024, 5, 1), published_precision=Precision.MONTH, language="fr"
)


def told(quote, actor, by, does, target, to, code="161"):
    mention = Mention(TEXT.index(quote), quote, by, does, to, 0.8)
    return Event(actor, code, target, PartialDate(2024, 6, 25), mentions=(mention,))


EVENTS = [
    told(FIRST, POLAND, "Poland", "expelled two Russian diplomats", RUSSIA, "Russian"),
    told(FIRST, RUSSIA, "Russia", "answered", POLAND, "Poland", "112"),
    told(SECOND, LEAGUE, "The Coastal League", "praised", POLAND, "Poland", "051"),
]


@pytest.fixture(scope="module")
def store():
    with Store.in_memory(BASE, ontology_files(), [RUSSIA, POLAND]) as opened:
        opened.add(STORY, EVENTS, RUN)
        opened.add(BARE, EVENTS[:2], RUN, keep_text=False)
        opened.add_copy(COPY, Minter(BASE).mint_article(STORY))
        opened.add(LONG, [], RUN)
        opened.add(QUIET, [], RUN)
        yield opened


@pytest.fixture(scope="module")
def client(store):
    return create_app(Settings(), store).test_client()


@pytest.fixture
def show(client):
    return lambda article: client.get(path_of(article, "html")).text


def path_of(article, form) -> str:
    return f"/{Minter(BASE).mint_article(article).removeprefix(BASE)}.{form}"


class Reader(HTMLParser):
    """Reads a page as a tree: fails where elements do not nest."""

    VOID = frozenset("meta link input path circle rect br".split())

    def __init__(self, page):
        super().__init__()
        self.open, self.ids, self.links, self.marks, self.prose = [], [], [], [], ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        if tag in self.VOID:
            return
        assert tag != "a" or all(name != "a" for name, _ in self.open), "a link in a link"
        self.open.append((tag, found.get("class") or ""))
        if tag == "a":
            self.links.append(found["href"])
        if tag == "mark" and self.inside("story"):
            self.marks.append([found["class"], ""])

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.inside("story") and not self.inside("ref"):
            self.prose += data
            if self.inside("mark", tag=True):
                self.marks[-1][1] += data

    def inside(self, name, *, tag=False):
        return any(name in (one[0] if tag else one[1].split()) for one in self.open)


def test_the_text_is_there_to_the_letter_with_the_words_of_each_event_marked(show):
    read = Reader(show(STORY))
    assert "".join(read.prose.split()) == "".join(TEXT.split())
    assert ["actor target", "Poland"] in read.marks
    assert ["actor", "Russia"] in read.marks
    assert ["action q-MaterialConflict", "expelled two Russian diplomats"] in read.marks
    assert ["action q-VerbalCooperation", "praised"] in read.marks


def test_sentences_and_events_lead_to_each_other(show):
    read = Reader(show(STORY))
    assert len(read.ids) == len(set(read.ids))
    for number in (1, 2, 3):
        assert f"#e{number}" in read.links
        assert f"#m{number}" in read.links
        assert {f"e{number}", f"m{number}"} <= set(read.ids)


def test_actors_are_links_wherever_they_are_named_and_counted(show, client):
    read = Reader(show(STORY))
    assert read.links.count("/actor/coastal-league.html") == 2 + 1, "in the text, and in the list"
    found = client.get(path_of(STORY, "json")).json["actors"]
    assert {one["label"]: one["times"] for one in found} == {"Poland": 3, "Russia": 2, "Coastal League": 2}


def test_source_day_and_run_are_told(show):
    text = show(STORY)
    for words in ("Sample Wire", "26 June 2024", "from the page’s metadata", "Ada Exemplo", "English", RUN):
        assert words.replace("’", "&#39;") in text
    assert "Example Paper" in text, "it was printed there too"


def test_a_copy_says_so_and_leads_to_its_original(show):
    text = show(COPY)
    assert "This repeats the text of" in text
    assert path_of(STORY, "html") in Reader(text).links
    assert "A copy has no events of its own." in text
    assert "was not kept" not in text


def test_without_its_text_an_article_shows_the_sentences_that_are_kept(show):
    text = show(BARE)
    assert "The text of this article was not kept" in text
    assert text.count("<blockquote") == 2
    read = Reader(text)
    assert {"e1", "e2"} <= set(read.ids)
    assert not any(re.match(r"#m\d", link) for link in read.links), "nothing in the text to lead to"


def test_of_a_long_text_the_beginning_is_shown_and_the_rest_is_told_of(show, client):
    text = show(LONG)
    shown = len(LONG.text[:SHOWN].rpartition(" ")[0])
    assert f"The first {shown:,} of {len(LONG.text):,} characters are shown" in text
    assert len(text) < 3 * SHOWN
    assert "<b>" not in text
    assert client.get(path_of(LONG, "json")).json["text"] == LONG.text


def test_an_article_without_events_says_so_and_a_month_is_no_day(show):
    text = show(QUIET)
    assert "No events were found in this article." in text
    assert "May 2024" in text
    assert "1 May 2024" not in text
    assert "the day of the month is not known" in text
    assert 'lang="fr"' in text


def test_twins_have_the_article_its_events_and_its_text(client):
    data = client.get(path_of(STORY, "json")).json
    assert (data["title"], data["published"], data["language"]) == ("Envoys", "2024-06-26", "en")
    assert [event["action"]["code"] for event in data["events"]] == ["161", "112", "051"]
    assert data["copies"][0]["name"] == "Example Paper"
    assert len(list(csv.reader(client.get(path_of(STORY, "csv")).text.splitlines()))) == 1 + len(EVENTS)
    assert "dip:text" in client.get(path_of(STORY, "ttl")).text


def test_a_faulty_list_of_ones_own_costs_marks_and_no_page(store, tmp_path):
    (tmp_path / "actors.tsv").write_text("key\tkind\nx\tNothing\n", encoding="utf-8")
    client = create_app(Settings(data=tmp_path), store).test_client()
    response = client.get(path_of(STORY, "html"))
    assert response.status_code == 200
    assert load_names((tmp_path / "actors.tsv",))[0] is None
    assert "/actor/POL.html" in response.text, "those of its events are marked all the same"
