"""A simulated company, and a build of it by dbt, in a folder of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def simulate(folder: Path, seed: int, *options: str) -> None:
    """Write the raw tables of a company into a folder.

    Args:
        folder: of the company; its raw tables are in `raw`.
        seed: of the simulator.
        *options: more words of the simulator's command.

    Raises:
        subprocess.CalledProcessError: if the simulator fails.
    """
    command = [sys.executable, "-m", "python_ml.simulator", "--seed", str(seed), *options]
    subprocess.run(
        [*command, "--out", str(folder / "raw")], check=True, cwd=ROOT, capture_output=True
    )


def run_dbt(
    words: list[str], folder: Path, variables: dict | None = None, *, project: Path = ROOT
) -> None:
    """Run dbt with everything that it writes in a folder.

    Args:
        words: of the command.
        folder: of the warehouse, nba.duckdb, and of what else dbt writes.
        variables: of the project, or None.
        project: its folder.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    subprocess.run(
        dbt_command([*words, "--quiet"], variables or {}),
        check=True,
        cwd=project,
        env=dbt_environment(folder, project=project),
    )


def dbt_command(words: list[str], variables: dict) -> list[str]:
    """The command line of dbt.

    Args:
        words: of the command.
        variables: of the project.

    Returns:
        list of str.
    """
    dbt = Path(sys.executable).with_name("dbt")
    return [str(dbt), *words, "--vars", json.dumps(variables)]


def dbt_environment(folder: Path, *, project: Path = ROOT) -> dict[str, str]:
    """Environment variables by which everything that dbt writes is in a folder.

    Args:
        folder: of the warehouse.
        project: its folder.

    Returns:
        dict.
    """
    return os.environ | {
        "NBA_DATABASE_PATH": str(folder / "nba.duckdb"),
        "NBA_PUBLISHED_PATH": str(folder / "published.duckdb"),
        "DBT_TARGET_PATH": str(folder / "target"),
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_PROJECT_DIR": str(project),
        "DBT_PROFILES_DIR": str(project),
        "PYTHONPATH": str(project),
    }
