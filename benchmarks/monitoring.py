"""What monitors say of companies without a fault, and of companies with one.

Every company is built for several days, two weeks apart, and lives by what is decided: decisions
are delivered, and outcomes follow. The last build is made once more with each fault.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd

from python_ml.simulator import world
from python_ml.simulator.deliveries import deliver, with_rows
from python_ml.simulator.faults import bias_log, known_before, spoil
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
# So many explorers that the log of a small company tells whether draws follow its probabilities.
EXPLORATION = {"nba_exploration_rate": 0.3}
BIASED_LOG = "biased_log"
# What each fault must raise: a part of the subject, the severity, and a part of the sentence.
EXPECTED = {
    "covariate_shift": ("recent_weekly_session_count", "critical", ""),
    "broken_feature": ("churn_probability", "critical", ""),
    "stale_feed": ("input_usage", "warning", ""),
    "duplicated_feed": ("input_support_tickets", "critical", ""),
    "lost_rows": ("input_survey_responses", "warning", ""),
    "label_delay": ("input_customer_outcomes", "warning", ""),
    "concept_flip": ("success probability of", "warning", "of single customers it does not"),
    BIASED_LOG: ("draws of", "critical", ""),
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
    variables = {"nba_raw_path": str(raw), "nba_as_of_date": day, **LITTLE_LEARNING, **EXPLORATION}
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


def lived(company: object, tables: dict, folder: Path, days: list[str]) -> dict:
    """The tables with what came of the decisions of some days.

    Args:
        company: result of `world.simulate`.
        tables: pyarrow.Table by name, of texts.
        folder: of the company, with the log of its decisions.
        days: YYYY-MM-DD of the builds before.

    Returns:
        dict: pyarrow.Table by name.
    """
    for number, day in enumerate(days):
        with duckdb.connect(str(folder / WAREHOUSE), read_only=True) as connection:
            decided = connection.execute(
                "select customer_id, action_id from decision_log where is_live "
                "and as_of_date = cast(? as date) order by customer_id",
                [day],
            ).df()
        tables = with_rows(tables, deliver(company, decided, number, day))
    return tables


def with_fault(
    fault: str, tables: dict, before: Path, days: list[str], manifest: object
) -> pd.DataFrame:
    """The alerts of the last build if there is a fault.

    Args:
        fault: one of `EXPECTED`.
        tables: pyarrow.Table by name, of texts, that the last build knows.
        before: folder of the company as it was before that build.
        days: of all builds.
        manifest: the parsed project, in which every build is whole.

    Returns:
        pandas.DataFrame: severity, monitor, subject and sentence.
    """
    folder = before.with_name(f"{before.name} {fault}")
    shutil.copytree(before, folder)
    if fault == BIASED_LOG:
        bias_log(folder / WAREHOUSE)
    else:
        # What succeeds is seen to have changed only once enough has been tried.
        since = days[0] if fault == "concept_flip" else days[-2]
        tables = spoil(tables, fault, since)
    alerts = build(folder, tables, days[-1], manifest)
    shutil.rmtree(folder)
    return alerts


def judge(fault: str, alerts: pd.DataFrame, clean: pd.DataFrame) -> None:
    """Print whether a fault raised what it must, and the build without it did not.

    Args:
        fault: one of `EXPECTED`.
        alerts: of the build with the fault.
        clean: of the same build without it.
    """
    subject, severity, words = EXPECTED[fault]

    def raised(found: pd.DataFrame) -> pd.DataFrame:
        return found[
            found["subject"].str.contains(subject)
            & (found["severity"] == severity)
            & found["sentence"].str.contains(words)
        ]

    of_it = raised(alerts)
    is_found = set(of_it["subject"]) - set(raised(clean)["subject"])
    print(f"{fault}: {'found' if is_found else 'MISSED'}", flush=True)
    print(of_it.to_string(header=False, index=False), flush=True)


def main() -> None:
    """Build the companies and print what was raised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=5)
    parser.add_argument("--first", type=int, default=1, help="seed of the first company")
    parser.add_argument("--builds", type=int, default=4, help="of each, without a fault")
    parser.add_argument("--faulty", type=int, default=1, help="companies that faults are put into")
    parser.add_argument("--faults", nargs="+", default=list(EXPECTED), choices=list(EXPECTED))
    parser.add_argument("--customers", type=int, default=400)
    given = parser.parse_args()
    days = [
        str((pd.Timestamp(LAST_DAY) - pd.Timedelta(weeks=2 * back)).date())
        for back in range(given.builds - 1, -1, -1)
    ]
    critical, builds = 0, 0
    with tempfile.TemporaryDirectory() as name:
        manifest = None
        for seed in range(given.first, given.first + given.companies):
            folder = Path(name) / str(seed)
            before = folder.with_name(f"{seed} before")
            company = world.simulate(given.customers, seed)
            raw = {name: as_text(table) for name, table in world.raw_tables(company).items()}
            for number, day in enumerate(days):
                folder.mkdir(exist_ok=True)
                manifest = manifest or parsed(folder)
                known = known_before(lived(company, raw, folder, days[:number]), day)
                if day == days[-1]:
                    shutil.copytree(folder, before)
                started = perf_counter()
                alerts = build(folder, known, day, manifest)
                found = alerts[alerts["severity"] == "critical"]
                critical, builds = critical + len(found), builds + 1
                print(
                    f"company {seed}, {day}: {len(found)} critical, {len(alerts)} alerts"
                    f" ({perf_counter() - started:.0f} s)",
                    *alerts["severity"] + " " + alerts["subject"],
                    sep="\n  ",
                    flush=True,
                )
            for fault in given.faults if seed < given.first + given.faulty else ():
                judge(fault, with_fault(fault, known, before, days, manifest), alerts)
            shutil.rmtree(folder)
            shutil.rmtree(before)
    print(f"{critical} critical alerts in {builds} builds without a fault")


if __name__ == "__main__":
    main()
