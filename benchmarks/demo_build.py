"""Seconds that `dbt build` takes on the demo, from an empty warehouse, as a whole process.

Usage: PYTHONPATH=. python benchmarks/demo_build.py [--runs 3]
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

from benchmarks.simulated_company import run_dbt


def timed_build(folder):
    """Build into an empty folder; returns seconds and the slowest nodes."""
    began = time.perf_counter()
    run_dbt(["build"], Path(folder))
    seconds = time.perf_counter() - began
    results = json.loads(Path(folder, "target", "run_results.json").read_text())["results"]
    slowest = sorted(results, key=lambda result: -result["execution_time"])[:5]
    return seconds, [(node["unique_id"].split(".")[-1], node["execution_time"]) for node in slowest]


def main():
    """Build the demo several times and print the seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="builds, each from an empty warehouse")
    runs = parser.parse_args().runs
    seconds = []
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            taken, slowest = timed_build(folder)
        seconds.append(taken)
    print(
        f"dbt build of the demo, {runs} runs, {os.cpu_count()} cores, DuckDB {duckdb.__version__}"
    )
    print(
        f"seconds: min {min(seconds):.1f}, median {statistics.median(seconds):.1f}, "
        f"max {max(seconds):.1f}",
    )
    for name, taken in slowest:
        print(f"  {name:<40}{taken:>6.1f} s")


if __name__ == "__main__":
    main()
