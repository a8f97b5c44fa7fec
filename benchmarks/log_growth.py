"""A year of a decision log: seconds of a publication, and gigabytes of all files.

Usage: python benchmarks/log_growth.py WAREHOUSE [--days 365]

WAREHOUSE is a build's, whose log is taken as the first day's. On every day after it, one in 28
customers is decided about again, as by `nba_decision_period_days`. The log is published together
with `action_values`, the largest table that is made anew, by the project's own code.
"""

import argparse
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from python_ml.publication.public_table import PublicTable
from python_ml.publication.publish import publish

PERIOD_DAYS = 28
SHOWN_DAYS = (1, 10, 40, 100, 200, 300)
TABLES = [
    PublicTable("decision_log", '"log"."main"."decision_log"', "as_of_date", "batch_number"),
    PublicTable("action_values", '"log"."main"."action_values"'),
]


def first_day(connection: duckdb.DuckDBPyConnection, warehouse: Path) -> date:
    """Take over the tables of a build.

    Args:
        connection: open DuckDB connection.
        warehouse: of the build.

    Returns:
        date: the day of its log.
    """
    connection.execute(f"attach '{warehouse}' as built (read_only)")
    for table in ("decision_log", "action_values"):
        connection.execute(f"create table {table} as from built.{table}")
    connection.execute("create table everybody as from decision_log")
    ((day,),) = connection.execute("select max(as_of_date) from everybody").fetchall()
    return day


def add_day(connection: duckdb.DuckDBPyConnection, number: int, day: date) -> None:
    """Decide again about those whose turn it is.

    Args:
        connection: open DuckDB connection.
        number: of the day, from 1.
        day: the date.
    """
    connection.execute(
        "insert into decision_log select * replace (md5(decision_id || $number) as decision_id, "
        "$number + 1 as batch_number, $day as as_of_date, $day as decided_at) from everybody "
        f"where hash(customer_id) % {PERIOD_DAYS} = $number % {PERIOD_DAYS}",
        {"number": number, "day": day},
    )


def main() -> None:
    """Simulate, publish and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--days", type=int, default=365)
    arguments = parser.parse_args()
    print(
        "| day | rows of the log | seconds | processor seconds | GB served, files of months | GB |"
    )
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        connection = duckdb.connect(str(folder / "log.duckdb"))
        start = first_day(connection, arguments.warehouse)
        for number in range(1, arguments.days + 1):
            day = start + timedelta(days=number)
            add_day(connection, number, day)
            # The day before the last one writes the files that are due.
            if number not in (*SHOWN_DAYS, arguments.days - 1, arguments.days):
                continue
            connection.execute("checkpoint")
            started, used = time.perf_counter(), time.process_time()
            publish(
                connection,
                tables=TABLES,
                as_of_date=day,
                path=folder / "nba.duckdb",
                invocation_id=None,
                data_source=None,
            )
            seconds, used = time.perf_counter() - started, time.process_time() - used
            rows = connection.execute("select count(*) from decision_log").fetchall()[0][0]
            served = (folder / "nba.duckdb").stat().st_size / 1e9
            months = sum(file.stat().st_size for file in folder.rglob("*.parquet")) / 1e9
            whole = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9
            print(
                f"| {number} | {rows:,} | {seconds:.1f} | {used:.1f} | {served:.2f}, {months:.2f} "
                f"| {whole:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
