"""From raw files to published tables: seconds, memory and rows of every stage, and how they grow.

Usage: python benchmarks/pipeline.py [--customers 100000 1000000] [--keep DIR]

For each size a company is simulated and built four times: cold; again with nothing new; a day later
with the facts of 1% more customers; and by the selector `score` alone. A stage is a room of
`models/`; the seconds of its nodes overlap where threads do, so that they add up to more than the
whole.
"""

import argparse
import json
import math
import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import duckdb

from benchmarks.measured_process import run_measured
from benchmarks.simulated_company import dbt_command, dbt_environment, simulate

# What the demo's 10,000 customers are given.
BUDGET_PER_CUSTOMER = 10
NEW_RATE = 0.01
COLD, NOTHING_NEW, SOMETHING_NEW, SCORE_ONLY = "cold", "nothing new", "1% new", "score only"


def measured(words: list[str], folder: Path, variables: dict) -> dict:
    """Run dbt, and measure the process.

    Args:
        words: of the command.
        folder: of the warehouse.
        variables: of the project.

    Returns:
        dict: seconds, processor seconds, peak memory in GB, and seconds by stage.

    Raises:
        SystemExit: if the build fails.
    """
    usage = run_measured(dbt_command([*words, "--quiet"], variables), dbt_environment(folder))
    return {
        "seconds": usage.seconds,
        "processor_seconds": usage.processor_seconds,
        "peak_gigabytes": usage.peak_gigabytes,
        "stages": stage_seconds(folder / "target"),
    }


def stage_seconds(target: Path) -> dict[str, float]:
    """Seconds of the nodes of the last run, by room; tests and hooks have rooms of their own.

    Args:
        target: dbt's folder of results.

    Returns:
        dict: room -> seconds.
    """
    nodes = json.loads((target / "manifest.json").read_text())["nodes"]
    stages = defaultdict(float)
    for result in json.loads((target / "run_results.json").read_text())["results"]:
        node = nodes.get(result["unique_id"], {})
        is_model = node.get("resource_type") == "model"
        room = node["fqn"][1] if is_model else node.get("resource_type", "hook")
        stages[room] += result["execution_time"]
    return dict(stages)


def row_counts(folder: Path) -> dict[str, int]:
    """Rows of the tables of the warehouse, by room.

    Args:
        folder: of the warehouse.

    Returns:
        dict: room -> rows.
    """
    nodes = json.loads((folder / "target" / "manifest.json").read_text())["nodes"].values()
    rooms = {node["alias"]: node["fqn"][1] for node in nodes if node["resource_type"] == "model"}
    with duckdb.connect(str(folder / "nba.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name, estimated_size from duckdb_tables() where not internal"
        ).fetchall()
    rows = defaultdict(int)
    for name, count in tables:
        rows[rooms.get(name, "seed")] += count
    return dict(rows)


def hold_back(raw: Path, first: Path) -> None:
    """Copy raw files without the customers who come later: some who are in no experiment.

    Args:
        raw: folder of all.
        first: folder to write what there is on the first day.
    """
    first.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(
            f"create table later as select customer_id from '{raw}/customers.parquet' "
            f"where customer_id not in (select customer_id from "
            f"'{raw}/experiment_assignments.parquet') "
            f"and hash(customer_id) % 10000 < {10_000 * NEW_RATE}"
        )
        for path in sorted(raw.iterdir()):
            columns = []
            if path.suffix == ".parquet":
                columns = connection.sql(f"from '{path}' limit 0").columns
            if "customer_id" in columns:
                connection.execute(
                    f"copy (from '{path}' where customer_id not in (from later)) "
                    f"to '{first / path.name}'"
                )
            else:
                (first / path.name).write_bytes(path.read_bytes())


def run_company(folder: Path, customers: int) -> dict:
    """Simulate a company and build it in all ways.

    Args:
        folder: to work in; raw tables that are there are used again.
        customers: of the company.

    Returns:
        dict: way -> what `measured` found; and rows by stage after the first build.
    """
    raw, first = folder / "raw", folder / "raw_first"
    if not first.exists():
        simulate(folder, 7, "--customers", str(customers), "--format", "parquet")
        hold_back(raw, first)
    for old in ("nba.duckdb", "published.duckdb"):
        (folder / old).unlink(missing_ok=True)
    settings = {"nba_budget_amount": BUDGET_PER_CUSTOMER * customers}
    today = settings | {"nba_raw_path": str(first)}
    found = {COLD: measured(["build"], folder, today)}
    found["rows"] = row_counts(folder)
    found[NOTHING_NEW] = measured(["build"], folder, today)
    with duckdb.connect(str(folder / "nba.duckdb"), read_only=True) as connection:
        ((day,),) = connection.execute("select as_of_date from int_as_of_date").fetchall()
    tomorrow = settings | {
        "nba_raw_path": str(raw),
        "nba_as_of_date": (day + timedelta(days=1)).isoformat(),
    }
    found[SOMETHING_NEW] = measured(["build"], folder, tomorrow)
    found[SCORE_ONLY] = measured(["build", "--selector", "score"], folder, tomorrow)
    return found


def as_tables(found: dict[int, dict]) -> str:
    """What was found, in Markdown.

    Args:
        found: number of customers -> what `run_company` returned.

    Returns:
        str: a table of the builds, and one of the stages of the cold build.
    """
    lines = [
        "| customers | build | seconds | processor seconds | peak memory |",
        "|---|---|---|---|---|",
    ]
    for customers, company in found.items():
        for way in (COLD, NOTHING_NEW, SOMETHING_NEW, SCORE_ONLY):
            one = company[way]
            lines.append(
                f"| {customers:,} | {way} | {one['seconds']:.0f} | "
                f"{one['processor_seconds']:.0f} | {one['peak_gigabytes']:.1f} GB |"
            )
    sizes = list(found)
    heads = [f"{size:,}: seconds | rows" for size in sizes]
    lines += ["", "| stage | " + " | ".join(heads) + " | exponent |"]
    lines.append("|---" * (2 * len(sizes) + 2) + "|")
    stages = found[sizes[-1]][COLD]["stages"]
    for stage in sorted(stages, key=lambda name: -stages[name]):
        seconds = [found[size][COLD]["stages"].get(stage, 0.0) for size in sizes]
        cells = [
            f"{taken:.1f} | {found[size]['rows'].get(stage, 0):,}"
            for size, taken in zip(sizes, seconds, strict=True)
        ]
        lines.append(f"| {stage} | " + " | ".join(cells) + f" | {_exponent(sizes, seconds)} |")
    return "\n".join(lines)


def _exponent(sizes, seconds):
    if len(sizes) < 2 or not min(seconds[0], seconds[-1]) > 0:  # noqa: PLR2004
        return ""
    return f"{math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0]):.2f}"


def main() -> None:
    """Build companies of all sizes and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="folder to work in; its raw tables are kept")
    arguments = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as scratch:
        for customers in arguments.customers:
            folder = (arguments.keep or Path(scratch)) / str(customers)
            found[customers] = run_company(folder, customers)
            print(as_tables(found), flush=True)


if __name__ == "__main__":
    main()
