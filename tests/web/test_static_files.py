import pytest


def test_a_file_with_a_mark_of_its_content_is_kept_for_ever(client, browse):
    address = next(part for part in browse("/").split('"') if part.startswith("/static/style.css?v="))
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/style.css").headers["Cache-Control"]


def test_style_is_sent_compressed_and_not_again(client):
    first = client.get("/static/style.css", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    again = client.get("/static/style.css", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["../site.py", "..%2Fsite.py", "dist/.stamp", "nothing.css", "css", ""])
def test_nothing_else_is_sent(client, name):
    assert client.get(f"/static/{name}").status_code == 404
