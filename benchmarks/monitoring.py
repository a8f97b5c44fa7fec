"""What monitors say of companies without a fault, and of companies with one.

Every company is built for several days, two weeks apart, and the last once more with each fault.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd

from python_ml.simulator import world
from python_ml.simulator.faults import FAULTS, known_before, spoil
from python_ml.simulator.life.company import LITTLE_LEARNING, RAW, WAREHOUSE, warehouse_at
from python_ml.simulator.life.engine_code import (
    call_every_build_whole,
    leave_out_tests,
    parse_project,
    run_dbt,
)
from python_ml.simulator.settings import copy_settings
from python_ml.simulator.writer import as_text, write_tables

# The world ends the day before.
LAST_DAY = "2026-06-29"
# What each fault must raise: a part of the subject, and the severity.
EXPECTED = {
    "covariate_shift": ("recent_weekly_session_count", "critical"),
    "broken_feature": ("churn_probability", "critical"),
    "stale_feed": ("input_usage", "warning"),
    "duplicated_feed": ("input_support_tickets", "critical"),
    "lost_rows": ("input_survey_responses", "warning"),
}


def build(folder: Path, tables: dict, day: str, manifest: object) -> pd.DataFrame:
    """Build a company for a day, and read its alerts.

    Args:
        folder: of the company.
        tables: pyarrow.Table by name, of texts.
        day: YYYY-MM-DD.
        manifest: the parsed project, in which every build is whole.

    Returns:
        pandas.DataFrame: severity, monitor, subject and sentence.
    """
    raw = folder / RAW
    raw.mkdir(parents=True, exist_ok=True)
    write_tables(tables, {name: raw / f"{name}.csv" for name in tables}, "csv")
    copy_settings(raw)
    variables = {"nba_raw_path": str(raw), "nba_as_of_date": day, **LITTLE_LEARNING}
    with warehouse_at(folder):
        run_dbt(["build", "--select", "+alerts", "decision_log"], variables, manifest=manifest)
    with duckdb.connect(str(folder / WAREHOUSE), read_only=True) as connection:
        return connection.sql(
            "select severity, monitor, subject, sentence from alerts order by all"
        ).df()


def parsed(folder: Path) -> object:
    """The project without its tests, in which every build is whole."""
    with warehouse_at(folder):
        manifest = parse_project({"nba_raw_path": str(folder / RAW), **LITTLE_LEARNING})
    call_every_build_whole(manifest)
    leave_out_tests(manifest)
    return manifest


def main() -> None:
    """Build the companies and print what was raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=5)
    parser.add_argument("--builds", type=int, default=4, help="of each, without a fault")
    parser.add_argument("--faulty", type=int, default=1, help="companies that faults are put into")
    parser.add_argument("--customers", type=int, default=400)
    given = parser.parse_args()
    days = [
        str((pd.Timestamp(LAST_DAY) - pd.Timedelta(weeks=2 * back)).date())
        for back in range(given.builds - 1, -1, -1)
    ]
    critical, builds = 0, 0
    with tempfile.TemporaryDirectory() as name:
        manifest = None
        for seed in range(1, given.companies + 1):
            folder = Path(name) / str(seed)
            world_tables = world.raw_tables(world.simulate(given.customers, seed))
            tables = {name: as_text(table) for name, table in world_tables.items()}
            for day in days:
                if day == days[-1] and seed <= given.faulty:
                    shutil.copytree(folder, folder.with_name(f"{seed} before"))
                folder.mkdir(exist_ok=True)
                manifest = manifest or parsed(folder)
                started = perf_counter()
                alerts = build(folder, known_before(tables, day), day, manifest)
                found = alerts[alerts["severity"] == "critical"]
                critical, builds = critical + len(found), builds + 1
                print(
                    f"company {seed}, {day}: {len(found)} critical, {len(alerts)} alerts"
                    f" ({perf_counter() - started:.0f} s)",
                    *found["subject"],
                    sep="\n  ",
                    flush=True,
                )
            for fault in FAULTS if seed <= given.faulty else ():
                spoilt = folder.with_name(f"{seed} {fault}")
                shutil.copytree(folder.with_name(f"{seed} before"), spoilt)
                now = spoil(known_before(tables, days[-1]), fault, days[-2])
                alerts = build(spoilt, now, days[-1], manifest)
                subject, severity = EXPECTED[fault]
                of_it = alerts[alerts["subject"].str.contains(subject)]
                is_found = severity in set(of_it["severity"])
                print(f"{fault}: {'found' if is_found else 'MISSED'}", flush=True)
                print(of_it.to_string(header=False, index=False), flush=True)
    print(f"{critical} critical alerts in {builds} builds without a fault")


if __name__ == "__main__":
    main()
