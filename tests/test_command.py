"""The command as a process: interrupts, closed and full outputs."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

KG = [sys.executable, "-m", "kg"]


def test_reader_that_leaves_early_is_no_fault(data):
    query = "SELECT * WHERE { ?s ?p ?o } LIMIT 5000"
    with subprocess.Popen(
        [*KG, "query", query, "--format", "csv", "--data", str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr is not None
        errors = process.stderr.read()
        assert process.wait(30) in (0, 1)
    assert b"Traceback" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_full_disk_under_the_output_is_one_line(data):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*KG, "stats", "--data", str(data)], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr


def test_closed_output_is_no_traceback(data):
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m kg stats --data {data} >&-', sys.executable], stderr=subprocess.PIPE, text=True
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("delay", [0.5, 2.0])
def test_interrupt_is_one_line_at_any_time(data, tmp_path, delay):
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text(f"France expelled {number + 2} Russian diplomats on Thursday. " * 40)
    process = subprocess.Popen([*KG, "ingest", str(tmp_path), "--data", str(data)], stderr=subprocess.PIPE, text=True)
    time.sleep(delay)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert "interrupted" in errors
    assert process.returncode in (1, -signal.SIGINT)  # while modules are imported, Python ends by the signal itself
