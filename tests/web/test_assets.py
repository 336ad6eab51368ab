"""Addresses of the files that pages load."""

import json

import pytest

from web.assets import asset, static


@pytest.fixture
def site(app, tmp_path, monkeypatch):
    monkeypatch.setattr("web.assets.FOLDER", tmp_path)
    with app.test_request_context():
        yield tmp_path


def test_a_script_has_the_address_that_the_manifest_gives_it(site):
    (site / "dist").mkdir()
    (site / "dist" / "manifest.json").write_text(json.dumps({"site.js": "site-4ZK2.js"}))
    assert asset("site.js") == "/static/dist/site-4ZK2.js"
    assert asset("map.js") is None


def test_without_a_built_front_end_there_is_no_script(site):
    assert asset("site.js") is None


def test_another_content_has_another_address(site):
    for name, text in (("a.css", "a {}"), ("b.css", "b {}"), ("same.css", "a {}")):
        (site / name).write_text(text)
    marks = {name: static(f"{name}.css").partition("?v=")[2] for name in ("a", "b", "same")}
    assert marks["a"] == marks["same"] != marks["b"]
    assert len(marks["a"]) == len(marks["b"]) == 8


def test_a_file_that_is_not_there_has_an_address_without_a_mark(site):
    assert static("dist/fonts/inter.woff2") == "/static/dist/fonts/inter.woff2"
