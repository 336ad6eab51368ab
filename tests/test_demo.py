"""What a newcomer sees first: the demo, from a wheel installed where there is nothing of the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv

import pytest

from kg.reference import bundled
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the folder of commands of an empty environment with the wheel in it.

    The dependencies are those of the environment that runs the tests, put on the path as a folder: nothing of the
    checkout is reached that way, as an editable install works through files that only a site folder runs.
    """
    home = tmp_path_factory.mktemp("installed") / "environment"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    (site,) = (home / "lib").glob("python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def test_demo_runs_from_an_installed_wheel_in_another_folder(installed, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "KG_DATA")}
    where = subprocess.run(
        [installed / "python", "-c", "import kg, web; print(kg.__file__, web.__file__)"],
        cwd=tmp_path, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert str(ROOT / "kg") not in where.stdout
    done = subprocess.run(
        [installed / "kg", "demo", "--no-serve"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "busiest-pairs" in done.stdout
    assert "Egypt – Israel" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_there_are_enough_sample_articles():
    files = [path for path in (bundled("examples") / "articles").iterdir() if path.suffix != ".md"]
    assert len(files) >= 10
    assert {path.suffix for path in files} >= {".txt", ".html", ".json", ".jsonl"}
