import pytest

from kg.errors import SettingsError
from kg.settings import Settings


def test_no_endpoint_may_be_called_unless_it_is_named():
    assert Settings.read({}).services == ()
    assert Settings.read({"KG_SERVICES": " , "}).services == ()


def test_endpoints_are_kept_as_they_are_written():
    text = "https://query.wikidata.org/sparql, http://localhost:3030/ds/sparql  http://[::1]:8890/sparql,https://x.org"
    first, *_, last = services = Settings.read({"KG_SERVICES": f"{text} https://x.org"}).services
    assert len(services) == 4
    assert (first.iri, last.iri) == ("https://query.wikidata.org/sparql", "https://x.org")
    assert first.address == first.iri


def test_an_endpoint_may_have_a_mirror():
    (service,) = Settings.read({"KG_SERVICES": "https://query.wikidata.org/sparql=>http://localhost:7001/"}).services
    assert (service.iri, service.address) == ("https://query.wikidata.org/sparql", "http://localhost:7001/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://x.org/sparql", "only http and https"),
        ("query.wikidata.org", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("https://user:word@x.org/", "user name"),
        ("http://2130706433/", "as a number"),
        ("http://x.org:99999/", "malformed"),
        ("https://x.org/<a>", "no IRI"),
        ("https:///sparql", "no server"),
        ("https://x.org/sparql=>", "only http and https"),
        ("https://x.org/sparql=>ftp://y.org/", "only http and https"),
    ],
)
def test_what_is_no_endpoint_is_refused(url, reason):
    with pytest.raises(SettingsError, match=f"KG_SERVICES must be URLs such as https://.*{reason}"):
        Settings.read({"KG_SERVICES": f"https://x.org/ {url}"})


def test_the_dump_is_offered_unless_it_is_turned_off():
    assert Settings.read({}).dump
    assert not Settings.read({"KG_DUMP": "0"}).dump
    with pytest.raises(SettingsError, match="KG_DUMP must be 1 or 0"):
        Settings.read({"KG_DUMP": "no"})
