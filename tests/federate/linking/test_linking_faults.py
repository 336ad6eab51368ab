"""Whatever a service does, the error says what it was, and what was found before is kept."""

import json
import time
from dataclasses import replace

import pytest

from kg.cli import linking
from kg.errors import ServiceError
from kg.federate.cache import Cache
from kg.federate.links.calling import Caller
from kg.federate.links.reconciling import Reconciler
from kg.federate.links.sought import Sought
from tests.federate.linking.conftest import MINISTRY
from tests.federate.linking.standin import send
from tests.federate.linking.test_linking import LISTED, open_ones


def endless(request):
    request.send_response(200)
    request.end_headers()
    piece = b"[" + b"1," * 50_000
    while True:
        request.wfile.write(piece)


def dripping(request):
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b" ")
        time.sleep(0.02)


def half(request):
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(b'{"q0": {"result": [')


FAULTS = {
    "429": (lambda r: send(r, 429, retry_after="0"), "is busy or down (status 429): try later"),
    "503": (lambda r: send(r, 503), "is busy or down (status 503): try later"),
    "500": (lambda r: send(r, 500), "refused the question (status 500)"),
    "400": (lambda r: send(r, 400), "refused the question (status 400)"),
    "redirect": (
        lambda r: send(r, 302, location="http://elsewhere.example/"),
        "sends elsewhere: give the address http://elsewhere.example/ if you trust it",
    ),
    "HTML": (lambda r: send(r, body=b"<html>", media_type="text/html"), "sent no whole JSON: is it the right address?"),
    "half": (half, "gave no answer: the answer broke off"),
    "shape": (lambda r: send(r, body=b'{"q0": []}'), "shape that is not the Reconciliation API's"),
    "list": (lambda r: send(r, body=b"[]"), "did not answer the questions"),
    "error": (
        lambda r: send(r, body=b'{"status": "error", "message": "no\\u001b"}'),
        "did not answer the questions: no",
    ),
    "endless": (endless, "larger than 100,000 bytes"),
    "dripping": (dripping, "took longer than 0.3 seconds"),
    "deep": (lambda r: send(r, body=b"[" * 90_000), "sent no whole JSON"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told(manners, wikidata, tmp_path, name):
    fault, message = FAULTS[name]
    limits = replace(manners.limits, total_seconds=0.3, max_bytes=100_000, allow_private=True)
    with Cache(tmp_path / "outside.sqlite", 1) as cache:
        service = Reconciler(Caller(wikidata.reconcile, cache, replace(manners, limits=limits)))
        wikidata.faults = [fault] * 3
        with pytest.raises(ServiceError) as caught:
            list(service.find([Sought(MINISTRY)]))
        assert message in str(caught.value)
        wikidata.faults = []
        assert [offer.id for _, offers in service.find([Sought(MINISTRY)]) for offer in offers][:1] == ["Q1001"]


@pytest.mark.parametrize("name", ["500", "half"])
def test_after_a_fault_nothing_is_lost(ask, wikidata, same, name):
    fault, message = FAULTS[name]
    assert ask("--limit", 1, "--accept-above", 90).exit_code == 0
    wikidata.faults = [fault] * 20
    result = ask("--accept-above", 90)
    assert result.exit_code == 1
    assert message in result.output
    assert "what was found is kept, and the same command goes on from there" in result.output
    assert same() == {*LISTED, ("mid", "Q1001")}
    wikidata.faults = []
    assert ask("--accept-above", 90).output.startswith("3 asked: 1 accepted")
    assert ("jean-petit", "Q1002") in same()


@pytest.mark.parametrize("name", ["429", "500", "half", "HTML"])
def test_a_fault_that_passes_is_not_noticed(ask, wikidata, name):
    wikidata.faults = [None, FAULTS[name][0], FAULTS[name][0]]  # the first request is for the manifest
    result = ask()
    assert (result.exit_code, result.output[:7]) == (0, "4 asked")


def test_a_service_that_is_down(kg, same):
    result = kg("link", "--reconcile", "http://127.0.0.1:9/")
    assert (result.exit_code, same()) == (1, LISTED)
    assert result.output.startswith("kg: http://127.0.0.1:9 gave no answer: the server cannot be reached")


def test_one_name_that_a_service_chokes_on_costs_only_itself(ask, wikidata, monkeypatch):
    usual = wikidata.answer

    def choke(path, parameters):
        return {} if "Jean Petit" in parameters.get("queries", "") else usual(path, parameters)

    monkeypatch.setattr(wikidata, "answer", choke)
    result = ask()
    assert result.exit_code == 0
    assert "Jean Petit (jean-petit) is left for another time: " in result.output
    assert "3 asked" in result.output


def test_a_service_whose_ids_are_not_of_wikidata(ask, wikidata):
    wikidata.manifest["identifierSpace"] = "https://graph.example/actor/"
    result = ask()
    assert result.exit_code == 1
    assert "offers ids of https://graph.example/actor/, not of Wikidata" in result.output
    wikidata.manifest.clear()
    assert "does not describe itself as the Reconciliation API asks" in ask().output


def test_the_search_that_is_lagging_is_asked_again(kg, wikidata):
    lag = json.dumps({"error": {"code": "maxlag", "info": "Waiting for a server: 6 seconds lagged."}}).encode()
    wikidata.faults = [lambda r: send(r, body=lag, retry_after="1")]
    assert kg("link", "--search", wikidata.search).output.startswith("4 asked")
    wikidata.faults = [lambda r: send(r, body=lag)] * 20
    result = kg("link", "--search", wikidata.search + "?", "--again")
    assert "is busy (Waiting for a server: 6 seconds lagged.): try later" in result.output
    wikidata.faults = [lambda r: send(r, body=b'{"error": {"code": "badvalue", "info": "no"}}')] * 20
    assert "refused the question: no" in kg("link", "--search", wikidata.search + "?", "--again").output


def test_ctrl_c_keeps_what_was_found(kg, ask, wikidata, same, monkeypatch):
    monkeypatch.setattr("kg.federate.links.reconciling.BATCH", 1)
    usual, seen = linking.link, []

    def interrupt(chosen, service, scorer, candidates, outcome, on_actor):
        def count():
            seen.append(1)
            if len(seen) == 2:
                raise KeyboardInterrupt

        usual(chosen, service, scorer, candidates, outcome, count)

    monkeypatch.setattr(linking, "link", interrupt)
    result = ask("--accept-above", 90)
    assert result.exit_code == 1
    assert "2 asked: 2 accepted" in result.output
    assert "interrupted; what was written is kept" in result.output
    assert same() == {*LISTED, ("mid", "Q1001"), ("jean-petit", "Q1002")}
    assert open_ones(kg) == []  # nobody else was asked for


def test_private_addresses_are_only_asked_where_they_are_named(kg, monkeypatch, wikidata):
    monkeypatch.setattr(linking, "RECONCILE", wikidata.reconcile)
    result = kg("link")
    assert result.exit_code == 1
    assert "port" in result.output or "private address" in result.output
    assert wikidata.asked == []


def test_a_damaged_file_of_links_is_named(kg, data):
    (data / "links.sqlite").write_bytes(b"no database" * 1000)
    result = kg("link", "--list")
    assert (result.exit_code, "remove it; links.tsv keeps what was accepted" in result.output) == (1, True)
