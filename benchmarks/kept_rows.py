"""Rows of long benchmarks in a file, so that what was measured is not measured again."""

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd


def read_rows(path: Path) -> pd.DataFrame:
    """Rows of a file, a line of JSON each.

    Args:
        path: of the file, which need not be there.

    Returns:
        DataFrame.
    """
    lines = path.read_text().splitlines() if path.exists() else []
    return pd.DataFrame([json.loads(line) for line in lines])


def measured(path: Path, names: list[str]) -> set[tuple]:
    """What a file has rows of.

    Args:
        path: of the file, which need not be there.
        names: of the columns that tell measurements apart.

    Returns:
        set of tuples of their values.
    """
    rows = read_rows(path)
    return set(rows[names].itertuples(index=False, name=None)) if len(rows) else set()


def add_rows(path: Path, rows: Iterable[dict]) -> None:
    """Add rows to a file, all of them or none.

    Args:
        path: of the file.
        rows: dicts.
    """
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(lines)
