import pytest

from kg.endpoint import Endpoint
from kg.errors import SettingsError
from kg.settings import Settings

HERE = "http://localhost:7878/query"
SECRET = "open-sesame"  # noqa: S105


def test_without_an_address_the_graph_is_in_the_data_folder(tmp_path):
    settings = Settings.read({"KG_DATA": str(tmp_path / "kg-data"), "KG_STORE": " "})
    assert settings.endpoint is None
    assert settings.beside == tmp_path / "kg-data"


def test_updates_go_to_the_same_address_unless_another_is_given():
    one = Endpoint.read({"KG_STORE": HERE})
    other = Endpoint.read({"KG_STORE": HERE, "KG_STORE_UPDATE": "http://localhost:7878/update"})
    assert (one.update, other.update) == (HERE, "http://localhost:7878/update")


def test_each_engine_and_graph_has_a_folder_of_its_own():
    given = [
        {"KG_STORE": HERE},
        {"KG_STORE": HERE, "KG_STORE_GRAPH": "urn:x:g"},
        {"KG_STORE": "http://localhost/query"},
    ]
    folders = {Settings.read({"KG_DATA": "some/kg-data", **one}).beside for one in given}
    assert len(folders) == 3
    assert all(folder.parent.name == "some" and folder.name.startswith("kg-data-localhost") for folder in folders)


@pytest.mark.parametrize(
    "credentials", [{"KG_STORE_TOKEN": SECRET}, {"KG_STORE_USER": "ann", "KG_STORE_PASSWORD": SECRET}]
)
def test_secrets_are_in_no_text_form(credentials):
    settings = Settings.read({"KG_STORE": HERE, **{f"KG_STORE_{name}": value for name, value in credentials.items()}})
    assert SECRET not in f"{settings} {settings!r} {settings.endpoint} {settings.beside}"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"KG_STORE": "localhost:7878"}, "must be the address of a SPARQL endpoint"),
        ({"KG_STORE": "file:///etc/passwd"}, "must be the address"),
        ({"KG_STORE": "http://localhost:port/"}, "must be the address"),
        ({"KG_STORE": "http://local host/"}, "must be the address"),
        ({"KG_STORE": f"http://ann:{SECRET}@localhost/"}, "must have no user in it"),
        ({"KG_STORE": HERE, "KG_STORE_UPDATE": "ftp://localhost/"}, "KG_STORE_UPDATE must be"),
        ({"KG_STORE": HERE, "KG_STORE_GRAPH": "events"}, "KG_STORE_GRAPH must be an absolute IRI"),
        ({"KG_STORE": HERE, "KG_STORE_GRAPH": "urn:x> } ; DROP ALL #"}, "must be an absolute IRI"),
        ({"KG_STORE": HERE, "KG_STORE_USER": "ann"}, "go together"),
        ({"KG_STORE": HERE, "KG_STORE_USER": "a", "KG_STORE_PASSWORD": "b", "KG_STORE_TOKEN": "c"}, "not both"),
        ({"KG_STORE_GRAPH": "urn:x:g"}, "KG_STORE is not"),
    ],
)
def test_settings_that_make_no_sense_are_told(given, message):
    with pytest.raises(SettingsError, match=message) as error:
        Endpoint.read(given)
    assert SECRET not in str(error.value)
