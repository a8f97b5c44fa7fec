"""All that the starter found out about a company."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_ml.starter.as_of_date import as_of_date
from python_ml.starter.metrics import Metric, find_metrics
from python_ml.starter.profiles import Column, profile
from python_ml.starter.settings import Setting, make_settings
from python_ml.starter.sources import Origin, open_origin
from python_ml.starter.table_matching import Matching, match_tables


@dataclass(frozen=True)
class Proposal:
    """Which file is what, and the settings to begin with.

    Attributes:
        origin: where the company's tables are.
        profiles: file -> what its columns hold.
        matching: what the files were taken for.
        metrics: what could be a goal.
        settings: settings tables.
        as_of_date: the day to decide for, None if the engine finds it by itself.
    """

    origin: Origin
    profiles: dict[str, dict[str, Column]]
    matching: Matching
    metrics: list[Metric]
    settings: list[Setting]
    as_of_date: dt.date | None


def propose(path: Path, scratch: Path) -> Proposal:
    """Look at a company's tables.

    Args:
        path: folder of CSV and Parquet files, or a DuckDB file.
        scratch: folder for a database that is not kept.

    Returns:
        Proposal: the same for the same files.

    Raises:
        ValueError: if there is nothing to read, something cannot be read, or nothing can be the
            customers.
    """
    with duckdb.connect(str(scratch / "scratch.duckdb")) as connection:
        origin = open_origin(path, connection)
        profiles = {source.name: profile(source, connection) for source in origin.sources}
        matching = match_tables(origin.sources, profiles, connection)
        metrics = [] if "customer_outcomes" in matching.tables else find_metrics(matching, profiles)
        settings = make_settings(matching)
        return Proposal(
            origin,
            profiles,
            matching,
            metrics,
            settings,
            as_of_date(matching, metrics, connection),
        )
