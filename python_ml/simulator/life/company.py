"""The warehouse that a life begins with: a small company, really built by dbt once."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from dbt.contracts.graph.manifest import Manifest

from python_ml.simulator import world
from python_ml.simulator.life.engine_code import ROOT, Model, compile_models, run_dbt
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.settings import copy_settings
from python_ml.simulator.writer import as_text, write_tables

WAREHOUSE = "nba.duckdb"
RAW = "raw"
_CUSTOMERS = 200
# What is learnt from this company is not used: as little as builds.
LITTLE_LEARNING = {"nba_learners": ["constant_effect", "t"], "nba_uplift_fold_count": 3}


def build_company(folder: Path) -> Path:
    """Build a small company with the settings of the demo, by dbt alone.

    Args:
        folder: existing folder to work in.

    Returns:
        pathlib.Path: the warehouse.

    Raises:
        ValueError: if dbt cannot build it.
    """
    raw = folder / RAW
    raw.mkdir(exist_ok=True)
    tables = world.raw_tables(world.simulate(_CUSTOMERS, 1))
    tables = {name: as_text(table) for name, table in tables.items()}
    write_tables(tables, {name: raw / f"{name}.csv" for name in tables}, "csv")
    copy_settings(raw)
    with warehouse_at(folder):
        run_dbt(
            ["build", *("--exclude-resource-type", "test")],
            {"nba_raw_path": str(raw), **LITTLE_LEARNING},
        )
    return folder / WAREHOUSE


def compile_company(
    folder: Path, settings: LifeSettings, manifest: Manifest, root: Path = ROOT
) -> dict[str, Model]:
    """The engine's code for a life in a built company.

    Args:
        folder: of the company.
        settings: LifeSettings.
        manifest: the parsed project.
        root: folder of the project.

    Returns:
        dict: Model by name.

    Raises:
        ValueError: if dbt cannot compile it.
    """
    with warehouse_at(folder):
        return compile_models(variables_of(folder, settings), manifest, root)


def variables_of(folder: Path, settings: LifeSettings) -> dict:
    """The variables of the engine for a life in a built company.

    Args:
        folder: of the company.
        settings: LifeSettings.

    Returns:
        dict.
    """
    return {"nba_raw_path": str(folder / RAW), **settings.variables()}


@contextlib.contextmanager
def warehouse_at(folder: Path) -> Iterator[None]:
    """Let dbt work in a folder of its own.

    Args:
        folder: existing folder.

    Yields:
        None.
    """
    before = dict(os.environ)
    os.environ.update(
        {
            "NBA_DATABASE_PATH": str(folder / WAREHOUSE),
            "NBA_PUBLISHED_PATH": str(folder / "published" / WAREHOUSE),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
        }
    )
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
