"""Seconds that `dbt build` takes on the demo, from an empty warehouse, as a whole process.

Usage: python benchmarks/demo_build.py [--runs 3]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]


def timed_build(folder):
    """Build into an empty folder; returns seconds and the slowest nodes."""
    environment = os.environ | {
        "NBA_DATABASE_PATH": f"{folder}/nba.duckdb",
        "NBA_PUBLISHED_PATH": f"{folder}/published.duckdb",
        "DBT_TARGET_PATH": f"{folder}/target",
        "DBT_LOG_PATH": f"{folder}/logs",
        "DBT_PROFILES_DIR": str(ROOT),
    }
    command = [Path(sys.executable).with_name("dbt"), "build", "--quiet"]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
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
