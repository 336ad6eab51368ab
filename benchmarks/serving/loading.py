"""Loading a dump: ``kg restore`` beside bare ``bulk_load`` of pyoxigraph, each in a process of its own, in turn."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

from benchmarks.generated import Generated
from benchmarks.serving.figures import Figure, ratio

BARE = """
import sys
from pyoxigraph import RdfFormat, Store
Store(sys.argv[2]).bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
"""
BAR = 2.0


@dataclass(frozen=True, slots=True)
class Load:
    """What one load took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds."""
    memory: float
    """Most that it held, in MiB."""
    disk: float
    """MiB."""


def measure_loading(graph: Generated, folder: Path, rounds: int) -> list[Figure]:
    """Print what the loads take, and return the ratios with their bars."""
    target = folder / "loaded"
    commands = {
        "kg restore": [sys.executable, "-m", "kg", "restore", str(graph.dump), "--data", str(target)],
        "bulk_load": [sys.executable, "-c", BARE, str(graph.dump), str(target)],
    }
    loads: dict[str, list[Load]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            loads[name].append(_run(command, target))
    print(f"\nload of {graph.quads:,} quads: medians of {rounds} rounds")
    for name, taken in loads.items():
        wall, cpu, memory, disk = (median(column) for column in zip(*map(astuple, taken), strict=True))
        print(f"  {name:<12} {wall:>7.1f} s, CPU {cpu:>7.1f} s, memory {memory:>6,.0f} MiB, disk {disk:>6,.0f} MiB")
    ours, bare = loads.values()
    return [
        Figure(
            "load: time, kg restore / bulk_load", ratio([o.wall for o in ours], [o.wall for o in bare]), "x", most=BAR
        ),
        Figure("load: CPU, kg restore / bulk_load", ratio([o.cpu for o in ours], [o.cpu for o in bare]), "x", most=BAR),
    ]


def _run(command: list[str], target: Path) -> Load:
    shutil.rmtree(target, ignore_errors=True)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with status {process.returncode}")
    tables = {file.stat().st_ino: file.stat().st_size for file in target.rglob("*") if file.is_file()}
    shutil.rmtree(target)
    return Load(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, sum(tables.values()) / (1 << 20))
