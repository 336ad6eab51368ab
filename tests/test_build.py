"""The front end's build: what a wheel holds, when npm runs, and what is said where it cannot."""

import json
import re
from zipfile import ZipFile

import pytest
from hatchling.bridge.app import Application

from hatch_build import SKIP, FrontendHook, find_packaged_npm, find_system_npm
from tests.conftest import ROOT

SOURCES = ROOT / "web" / "frontend"
BUILT = "web/static/dist/"
NPM = """#!/bin/sh
echo "$*" >> "$0.calls"
test "$1" = ci || mkdir -p ../static/dist
"""


@pytest.fixture(scope="module")
def packed(request):
    if not (find_system_npm() or find_packaged_npm() or (ROOT / BUILT / ".stamp").is_file()):
        pytest.skip("no Node 20 or later with npm here, and no front end built: apt-get install nodejs npm")
    with ZipFile(request.getfixturevalue("wheel")) as opened:
        yield opened


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Return a folder that is all of PATH besides the system's shell: empty of Node and npm."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(SKIP, raising=False)
    monkeypatch.setattr("hatch_build.find_packaged_npm", lambda: None)
    return folder


@pytest.fixture
def hook(tmp_path):
    sources = tmp_path / "project" / "web" / "frontend"
    (sources / "src").mkdir(parents=True)
    (sources / "src" / "site.js").write_text("focus();")
    return FrontendHook(str(tmp_path / "project"), {}, None, None, "", "wheel", Application())


def install(commands, node="v22.1.0", npm=NPM):
    for name, text in (("node", f"#!/bin/sh\necho {node}\n"), ("npm", npm.replace("mkdir", "/bin/mkdir"))):
        (commands / name).write_text(text)
        (commands / name).chmod(0o755)


def calls(commands):
    return (commands / "npm.calls").read_text().splitlines()


def test_the_wheel_holds_every_script_that_its_manifest_names(packed):
    names = set(packed.namelist())
    manifest = json.loads(packed.read(BUILT + "manifest.json"))
    assert {"editor.js"} <= set(manifest)
    assert {BUILT + file for file in manifest.values()} <= names
    for file in (name for name in names if name.startswith(BUILT) and name.endswith(".js")):
        imported = re.findall(r"\./(chunk-\w+\.js)", packed.read(file).decode())
        assert {BUILT + name for name in imported} <= names


def test_the_wheel_holds_fonts_flags_and_licences_but_no_sources(packed):
    names = set(packed.namelist())
    assert {BUILT + f"fonts/{font}.woff2" for font in ("inter", "source-serif-4")} <= names
    assert {BUILT + f"flags/{code}.svg" for code in ("RU", "US", "PL")} <= names
    assert "Marijn Haverbeke" in packed.read(BUILT + "LICENSES.txt").decode()
    assert not [name for name in names if "node_modules" in name or name.startswith("web/frontend")]


def test_no_source_names_an_address_to_get_packages_from():
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
    for name in ("package.json", "package-lock.json", ".npmrc", "build.mjs"):
        assert "registry=" not in (text := (SOURCES / name).read_text())
        assert re.findall(r"https?://(?!github\.com/sponsors/)\S+", text) == []


def test_a_build_runs_npm_once_for_the_same_sources(hook, commands):
    install(commands)
    hook.initialize("standard", {})
    hook.initialize("standard", {})
    assert [call.partition(" ")[0] for call in calls(commands)] == ["ci", "run"]
    (hook.sources / "src" / "site.js").write_text("blur();")
    hook.initialize("standard", {})
    assert len(calls(commands)) == 4
    (hook.sources.parent / "data").mkdir()
    (hook.sources.parent / "data" / "countries.tsv").write_text("RUS")  # what the map is made from
    hook.initialize("standard", {})
    assert len(calls(commands)) == 6


def test_node_comes_from_the_package_index_only_where_none_is_new_enough(hook, commands):
    assert "nodejs" in hook.dependencies()[0]
    install(commands, node="v18.20.1")
    assert "nodejs" in hook.dependencies()[0]
    install(commands, node="v20.0.0")
    assert hook.dependencies() == []


def test_a_build_can_do_without_the_front_end_and_says_so(hook, commands, monkeypatch, capsys):
    monkeypatch.setenv(SKIP, "1")
    assert hook.dependencies() == []
    hook.initialize("standard", {})
    assert f"{SKIP} is set" in "".join(capsys.readouterr())
    assert not hook.stamp.exists()


@pytest.mark.parametrize("npm", [None, "#!/bin/sh\nexit 7\n"])
def test_a_build_that_cannot_be_says_what_to_do(hook, commands, capsys, npm):
    if npm:
        install(commands, npm=npm)
    with pytest.raises(SystemExit):
        hook.initialize("standard", {})
    assert f"set {SKIP}=1" in "".join(capsys.readouterr())
    assert not hook.stamp.exists()
