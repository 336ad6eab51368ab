"""What goes wrong between us and another engine: repeated where that can help, else one clear error."""

import email.utils
import time
from base64 import b64encode
from dataclasses import replace

import pytest

from kg.errors import KgError, LimitError, QueryError, StoreError
from kg.graph.remote import client
from kg.graph.remote.asking import Asking
from kg.graph.remote.contents import Card
from kg.graph.remote.store import RemoteStore
from kg.net.limits import USER_AGENT
from kg.results import is_true
from tests.graph.conftest import BASE
from tests.graph.remote.fake import YES, Act, Fake, serve
from tests.servers import free_port

SECRET = "open-sesame"  # noqa: S105


@pytest.fixture
def fake():
    with serve(Fake([Act()])) as made:
        yield made


@pytest.fixture
def pauses(monkeypatch):
    """Lets no time pass between attempts; returns how long each pause would have been."""
    told: list[float] = []
    monkeypatch.setattr(client, "sleep", told.append)
    return told


def ask(fake: Fake, seconds: float = 60, **credentials: str) -> bool:
    return is_true(make_store(fake, seconds, **credentials).answer("ASK {}"))


def make_store(fake: Fake, seconds: float = 60, **credentials: str) -> RemoteStore:
    assert fake.endpoint
    return RemoteStore(Asking(replace(fake.endpoint, **credentials), seconds), Card(BASE))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_engine_without_time_is_asked_again(fake, pauses, status):
    fake.acts = [Act(status), Act(status), Act()]
    assert ask(fake)
    assert len(fake.seen) == 3
    assert 0 < pauses[0] < pauses[1] < 2


def test_loser_of_a_race_in_virtuoso_tries_again(fake, pauses):
    fake.acts = [Act(500, b"Virtuoso 40001 Error SR172: Transaction deadlocked", "text/plain"), Act()]
    make_store(fake)._reached().update("INSERT DATA {}")
    assert len(fake.seen) == 2


def test_pause_that_the_engine_asks_for_is_kept(fake, pauses):
    later = email.utils.formatdate(time.time() + 9, usegmt=True)
    fake.acts = [Act(503, headers={"Retry-After": "7"}), Act(429, headers={"Retry-After": later}), Act()]
    assert ask(fake)
    assert pauses[0] == 7
    assert 5 < pauses[1] < 10


def test_attempts_come_to_an_end(fake, pauses):
    fake.acts = [Act(503)]
    with pytest.raises(LimitError, match=r"status 503.*try again later"):
        ask(fake)
    assert len(fake.seen) == client.ATTEMPTS


def test_no_pause_is_longer_than_the_time_that_is_left(fake, pauses):
    fake.acts = [Act(503, headers={"Retry-After": "20"}), Act()]
    with pytest.raises(LimitError, match="status 503"):
        ask(fake, seconds=5)
    assert pauses == []


def test_answer_that_breaks_off_is_asked_for_again(fake, pauses):
    fake.acts = [Act(cut=True), Act(body=b"", cut=True, headers={"Content-Length": "9"}), Act()]
    assert ask(fake)
    assert len(fake.seen) == 3


def test_answer_that_always_breaks_off_is_an_error(fake, pauses):
    fake.acts = [Act(cut=True)]
    with pytest.raises(StoreError, match="broke off"):
        ask(fake)


def test_answer_that_is_whole_but_broken_is_an_error(fake):
    fake.acts = [Act(body=b'{"head":{"vars":["x"]},"results":{"bindings":[{"x"')]
    with pytest.raises(StoreError, match="broken"):
        make_store(fake).answer("SELECT ?x WHERE { ?x a dip:Event }")


def test_nobody_there_is_told_with_the_address(fake, pauses):
    nobody = f"http://127.0.0.1:{free_port()}/sparql"
    with pytest.raises(StoreError, match=f"{nobody} cannot be reached .*is KG_STORE right"):
        ask(fake, query=nobody)
    assert len(pauses) == client.ATTEMPTS - 1


@pytest.mark.parametrize("query", ["ASK {}", "SELECT * WHERE { ?s ?p ?o }", "DESCRIBE actor:RUS"])
def test_page_instead_of_an_answer_is_an_error(fake, query):
    fake.acts = [Act(body=b"<html>Welcome</html>", kind="text/html; charset=utf-8")]
    with pytest.raises(StoreError, match="answered with text/html: is it the address"):
        make_store(fake).answer(query)


def test_slow_engine_ends_in_a_limit(fake):
    fake.acts = [Act(pause=1.5)]
    began = time.monotonic()
    with pytest.raises(LimitError, match=r"did not answer within 0.3 s"):
        ask(fake, seconds=0.3)
    assert time.monotonic() - began < 1.2


def test_query_may_ask_for_less_time(fake):
    fake.acts = [Act(pause=1.5)]
    with pytest.raises(LimitError, match=r"within 0.2 s"):
        make_store(fake).answer("ASK {}", seconds=0.2)


def test_engines_own_words_are_told_and_no_page(fake):
    words = b"Parse error:\n  line 3\n\nSPARQL query:\nASK {}"
    fake.acts = [Act(400, words, "text/plain"), Act(500, b"<html>x</html>")]
    with pytest.raises(QueryError, match=r"cannot do this \(status 400\): Parse error: line 3$"):
        ask(fake)
    with pytest.raises(QueryError, match="it does not say why"):
        ask(fake)


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (404, "is KG_STORE right"),
        (405, "is KG_STORE right"),
        (413, "raise its limit"),
        (301, "set KG_STORE to http://x/"),
    ],
)
def test_wrong_address_is_told(fake, status, hint):
    fake.acts = [Act(status, b"no", headers={"Location": "http://x/"})]
    with pytest.raises(StoreError, match=hint):
        ask(fake)
    assert len(fake.seen) == 1


@pytest.mark.parametrize("headers", [{"X-SPARQL-MaxRows": "10000"}, {"X-SQL-State": "S1TAT"}])
def test_part_of_an_answer_is_none(fake, headers):
    fake.acts = [Act(headers=headers)]
    with pytest.raises(LimitError, match="raise its limit"):
        ask(fake)


@pytest.mark.parametrize(
    ("credentials", "hint"),
    [
        ({}, "set KG_STORE_USER"),
        ({"user": "ann", "password": SECRET}, "are KG_STORE_USER and KG_STORE_PASSWORD right"),
        ({"token": SECRET}, "is KG_STORE_TOKEN right"),
    ],
)
def test_refusal_says_which_setting_to_look_at_and_no_secret(fake, credentials, hint):
    fake.acts = [Act(401, b"no", headers={"WWW-Authenticate": 'Basic realm="x"'})]
    with pytest.raises(StoreError, match=hint) as refused:
        ask(fake, **credentials)
    assert SECRET not in f"{refused.value!r} {make_store(fake, **credentials)._asking!r}"


def test_password_goes_only_to_who_asks_for_it(fake):
    fake.acts = [Act(401, b"no", headers={"WWW-Authenticate": 'Basic realm="x"'}), Act()]
    assert ask(fake, user="ann", password=SECRET)
    sent = [headers.get("Authorization") for headers, _ in fake.seen]
    assert sent == [None, "Basic " + b64encode(f"ann:{SECRET}".encode()).decode()]


def test_token_is_not_taken_elsewhere(fake):
    with serve(Fake([Act()])) as other:
        assert other.endpoint
        fake.acts = [Act(302, b"", headers={"Location": other.endpoint.query})]
        with pytest.raises(StoreError, match="sends us on"):
            ask(fake, token=SECRET)
        assert other.seen == []
    assert fake.seen[0][0]["Authorization"] == f"Bearer {SECRET}"


def test_requests_say_who_we_are_and_name_the_graph(fake):
    assert ask(fake, graph="https://graph.example/all")
    headers, form = fake.seen[0]
    assert headers["User-Agent"] == USER_AGENT
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert form["default-graph-uri"] == ["https://graph.example/all"]


def test_update_is_repeated_too_and_says_what_to_do_when_it_fails(fake, pauses):
    fake.acts = [Act(503), Act(cut=True), Act(body=b"<sparql/>", kind="application/xml")]
    make_store(fake)._reached().update("INSERT DATA {}")
    assert [form["update"] for _, form in fake.seen] == [["INSERT DATA {}"]] * 3
    fake.acts = [Act(500, b"disk full", "text/plain")]
    with pytest.raises(StoreError, match=r"disk full.*may be given again"):
        make_store(fake)._reached().update("INSERT DATA {}")


@pytest.mark.parametrize("body", [YES, b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[]}}', b"[]", b""])
def test_any_answer_to_any_question_is_an_answer_or_our_error(fake, body):
    fake.acts = [Act(body=body)]
    for query in ("ASK {}", "SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        try:
            make_store(fake).answer(query)
        except KgError:
            continue
