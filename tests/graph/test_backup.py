"""Copies of a data folder, and what a check of one finds."""

import gzip
import shutil
import sqlite3

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import StoreError
from kg.graph.backup import back_up, restore
from kg.graph.checking import check_counts, check_sample, find_orphans, tidy_folder
from kg.graph.engine import Oxigraph
from kg.graph.readers import Readers
from kg.graph.shapes.compiler import compile_shapes
from kg.graph.store import STORE, Store
from kg.graph.updates import Update
from kg.reference import ontology_files, shapes_file
from kg.results import rows
from tests.web.conftest import POLAND, RUSSIA, STORY, events_of_story

BASE = "https://graph.example/kg/"


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "kg-data"
    with Store.create(path, BASE, [], [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    (path / "actors.tsv").write_text("mine")
    return path


def triples(path):
    with Readers(path, processes=1) as readers:
        found = rows(readers.answer("SELECT ?s ?p ?o { ?s ?p ?o }"))
        return readers.base, {tuple(str(row[name]) for name in "spo") for row in found}


@pytest.mark.parametrize("name", ["copy.nq", "copy.nq.gz", "copy"])
def test_a_restored_copy_is_the_same(folder, tmp_path, name):
    target, anew = tmp_path / "backups" / name, tmp_path / "anew"
    assert back_up(folder, target) > 1000
    assert restore(target, anew) == len(triples(folder)[1])
    assert triples(anew) == triples(folder)
    assert triples(anew)[0] == BASE
    with Store.open(anew) as store:
        assert store.holds(STORY)
    assert (anew / "actors.tsv").exists() == (name == "copy")
    assert [path.name for path in target.parent.iterdir()] == [name], "no draft is left"


def test_a_dump_is_plain_n_quads(folder, tmp_path):
    back_up(folder, tmp_path / "copy.nq.gz")
    text = gzip.decompress((tmp_path / "copy.nq.gz").read_bytes())
    assert text.startswith(f"# DiploGraph dump of {BASE}\n".encode())
    assert len(list(parse(text, format=RdfFormat.N_QUADS))) == len(triples(folder)[1])


def test_a_copy_is_made_while_somebody_writes(folder, tmp_path):
    with Store.open(folder) as store:
        store.remove(store.find_article("envoys")[0])
        back_up(folder, tmp_path / "copy.nq")
    restore(tmp_path / "copy.nq", tmp_path / "anew")
    with Store.open(tmp_path / "anew") as store:
        assert store.holds(STORY), "what was not committed for readers is not in the copy"


def test_nothing_is_overwritten(folder, tmp_path):
    back_up(folder, tmp_path / "copy.nq")
    with pytest.raises(StoreError, match="is there already"):
        back_up(folder, tmp_path / "copy.nq")
    with pytest.raises(StoreError, match="not empty"):
        restore(tmp_path / "copy.nq", folder)
    with pytest.raises(StoreError, match="no data folder"):
        back_up(tmp_path, tmp_path / "other.nq")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a:b> <a:c> <a:d> .\n",
        b"# DiploGraph dump of https://graph.example/\n<a:b> <a:c> .\n",
        b"# DiploGraph dump of https://graph.example/\n<a:b> <a:c> <a:d> .\n",
        b"# DiploGraph dump of https://graph.example/\n<a:b> <a:c> <a:d> .\n# quads: 2\n",
        b"\x1f\x8b\x08\x00garbage",
        gzip.compress(b"# DiploGraph dump of https://graph.example/\n" + b"<a:b> <a:c> <a:d> .\n" * 9, mtime=0)[:-12],
    ],
)
def test_what_is_no_copy_is_refused_and_leaves_nothing(tmp_path, content):
    (tmp_path / "copy.nq").write_bytes(content)
    with pytest.raises(StoreError):
        restore(tmp_path / "copy.nq", tmp_path / "anew")
    assert [path.name for path in tmp_path.iterdir()] == ["copy.nq"]


def test_a_folder_without_its_store_is_no_copy(folder, tmp_path):
    back_up(folder, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy" / STORE)
    with pytest.raises(StoreError, match="no whole copy"):
        restore(tmp_path / "copy", tmp_path / "anew")


def test_a_sound_folder_has_no_orphans(folder):
    with Readers(folder, processes=1) as readers:
        found = {fault.what for fault in find_orphans(readers)}
    assert found == {"events with an unknown action"}, "this graph holds no codes, and nothing else is amiss"


@pytest.mark.parametrize(
    ("update", "what"),
    [
        ("DELETE WHERE { ?e dip:mention ?m }", "events without a mention"),
        ("DELETE WHERE { ?e dip:mention ?m }", "mentions of no event"),
        ("DELETE WHERE { ?m dip:article ?a }", "mentions in no article"),
        ("DELETE { ?x a ?c } WHERE { ?e dip:target ?x . ?x a ?c }", "events whose target nobody describes"),
        ("DELETE WHERE { ?e dip:dyad ?d }", "pairs of which no event tells"),
    ],
)
def test_what_hangs_loose_is_told(folder, update, what):
    store = Oxigraph(folder / STORE)
    store.update(update, prefixes={"dip": "https://w3id.org/diplograph/ontology#"})
    del store
    shutil.rmtree(folder / "checkpoints")
    with Readers(folder, processes=1) as readers:
        faults = {fault.what: fault for fault in find_orphans(readers)}
    assert faults[what].number >= 1
    assert faults[what].examples


def test_a_sample_is_held_against_the_rules(folder):
    rules = compile_shapes(shapes_file())
    sound = {fault.what for fault in check_sample(folder, rules)}
    with Store.open(folder) as store:
        store.update(Update("DELETE { ?m dip:quote ?q } WHERE { ?m dip:quote ?q }"))
    (told,) = [fault for fault in check_sample(folder, rules) if fault.what not in sound]
    assert "needs exactly one quote" in told.what
    assert told.examples


def test_files_that_a_crash_left_are_removed_on_request(folder):
    (folder / STORE / "bulk-1.sst").write_bytes(b"x")
    (folder / "checkpoints" / "9.draft").mkdir()
    (told,) = tidy_folder(folder, repair=False)
    assert (told.number, told.repaired) == (2, False)
    with Store.open(folder):
        assert list(tidy_folder(folder, repair=True)) == [], "a writer may be at them"
    (mended,) = tidy_folder(folder, repair=True)
    assert (mended.number, mended.repaired) == (2, True)
    assert list(tidy_folder(folder, repair=True)) == []


def test_commands(kg, tmp_path, monkeypatch):
    copy = tmp_path / "copy.nq.gz"
    assert f"{copy}: " in kg("backup", copy).stdout
    again = kg("backup", copy)
    assert (again.exit_code, again.stderr) == (
        1,
        f"kg: {copy} is there already: name another place, or remove it first\n",
    )
    checked = kg("check")
    assert (checked.exit_code, checked.stdout) == (0, "0 articles, 0 events, 0 mentions\nnothing hangs loose\n")
    restored = kg("restore", copy, "--data", tmp_path / "anew")
    assert restored.exit_code == 0
    assert "quads" in restored.stdout
    monkeypatch.setenv("KG_DATA", str(tmp_path / "anew"))
    assert kg("check").exit_code == 0
    (tmp_path / "anew" / "checkpoints" / "9.draft").mkdir()
    assert kg("check").exit_code == 1
    assert "mended" in kg("check", "--repair").stdout


def test_a_place_inside_of_the_folder_is_refused(folder, tmp_path):
    for target in (folder / "copy.nq", folder / "checkpoints" / "7"):
        with pytest.raises(StoreError, match="inside of"):
            back_up(folder, target)
    back_up(folder, tmp_path / "copy")
    with pytest.raises(StoreError, match="inside of"):
        restore(tmp_path / "copy", tmp_path / "copy" / "inner")
    with pytest.raises(StoreError, match="in use"):
        restore(folder, tmp_path / "anew")


def test_a_copied_folder_has_whole_databases_and_no_journal(folder, tmp_path):
    with sqlite3.connect(folder / "duplicates.sqlite") as database:
        database.execute("CREATE TABLE seen (text)")
        database.execute("INSERT INTO seen VALUES ('one')")
    database.close()
    (folder / "ingest.journal").write_text("done.txt")
    with sqlite3.connect(folder / "duplicates.sqlite") as writer:
        writer.execute("INSERT INTO seen VALUES ('two')")
        back_up(folder, tmp_path / "copy")
        writer.rollback()
    writer.close()
    with sqlite3.connect(tmp_path / "copy" / "duplicates.sqlite") as copy:
        assert copy.execute("SELECT text FROM seen").fetchall() == [("one",)]
    copy.close()
    assert not (tmp_path / "copy" / "ingest.journal").exists()


@pytest.mark.parametrize("target", ["file.txt/copy.nq", "x" * 300 + ".nq"])
def test_a_place_that_cannot_be_is_one_error(folder, tmp_path, target):
    (tmp_path / "file.txt").write_text("")
    with pytest.raises(StoreError):
        back_up(folder, tmp_path / target)


def test_a_damaged_store_is_told(folder):
    (folder / STORE / "CURRENT").unlink()
    with pytest.raises(StoreError, match="damaged"):
        list(tidy_folder(folder, repair=False))
    with pytest.raises(StoreError, match="no data folder"):
        list(tidy_folder(folder / STORE, repair=True))
    assert not (folder / STORE / "lock").exists()


def test_counts_that_are_wrong_are_told_and_made_anew(tmp_path):
    folder = tmp_path / "coded"
    with Store.create(folder, BASE, ontology_files(), [RUSSIA, POLAND]) as store:
        store.add(STORY, events_of_story(), "2024-06-27-test")
    assert list(check_counts(folder, repair=False)) == []
    engine = Oxigraph(folder / STORE)
    engine.update(
        "DELETE { ?c dip:eventCount ?n } INSERT { ?c dip:eventCount 99 } WHERE { ?c dip:eventCount ?n }",
        prefixes={"dip": "https://w3id.org/diplograph/ontology#"},
    )
    del engine
    shutil.rmtree(folder / "checkpoints")
    (told,) = check_counts(folder, repair=False)
    assert (told.number > 0, told.repaired) == (True, False)
    (mended,) = check_counts(folder, repair=True)
    assert mended.repaired
    assert list(check_counts(folder, repair=False)) == []
