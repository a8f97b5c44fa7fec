"""What a made-up company is: its exports as it would hand them over, and the truth behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

# The day all companies export their tables.
EXPORTED_ON = np.datetime64("2025-11-03")
HISTORY_WEEKS = 40


@dataclass(frozen=True)
class Export:
    """One file of a company.

    Attributes:
        file_name: its name in the folder.
        table: rows as the company writes them.
        write: function that writes the rows to a path.
    """

    file_name: str
    table: pd.DataFrame
    write: Callable[[pd.DataFrame, Path], None]


@dataclass(frozen=True)
class Company:
    """A made-up company.

    Attributes:
        exports: its files.
        truth: one row per customer, action and goal; the metric's expected value without the action
            (`value_without_action`) and with it (`value_with_action`).
    """

    exports: list[Export]
    truth: pd.DataFrame


def csv_writer(
    separator: str, encoding: str = "utf-8", *, quote_all: bool = False
) -> Callable[[pd.DataFrame, Path], None]:
    """A function that writes CSV in a dialect.

    Args:
        separator: one character.
        encoding: name of the encoding.
        quote_all: whether every field is quoted.

    Returns:
        function of a table and a path.
    """

    def write(table: pd.DataFrame, path: Path) -> None:
        table.to_csv(
            path,
            sep=separator,
            index=False,
            encoding=encoding,
            quoting=1 if quote_all else 0,
            lineterminator="\n",
        )

    return write


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet.

    Args:
        table: rows.
        path: the file to write.
    """
    with duckdb.connect() as connection:
        connection.register("exported", table)
        connection.execute(f"copy exported to '{_quoted(path)}' (format parquet)")


def database_writer(table_name: str) -> Callable[[pd.DataFrame, Path], None]:
    """A function that writes a table into a DuckDB file, beside those that are there.

    Args:
        table_name: name in the file.

    Returns:
        function of a table and a path.
    """

    def write(table: pd.DataFrame, path: Path) -> None:
        with duckdb.connect(str(path)) as connection:
            connection.register("exported", table)
            connection.execute(f"create table {table_name} as select * from exported")

    return write


def _quoted(path):
    return str(path).replace("'", "''")


def write_company(company: Company, folder: Path) -> list[Path]:
    """Write a company's exports, and its truth into a folder `truth` of their own.

    Args:
        company: the company.
        folder: folder to write to; it is there.

    Returns:
        list: the written exports, without the truth.
    """
    paths = [folder / export.file_name for export in company.exports]
    # A database grows table by table: what an earlier run left must not stay.
    for path in dict.fromkeys(paths):
        path.unlink(missing_ok=True)
    for export, path in zip(company.exports, paths, strict=True):
        export.write(export.table, path)
    (folder / "truth").mkdir(exist_ok=True)
    write_parquet(company.truth, folder / "truth" / "effects.parquet")
    return list(dict.fromkeys(paths))


def truth_of(
    customers: np.ndarray,
    effects: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]],
) -> pd.DataFrame:
    """The truth as a table.

    Args:
        customers: (n,) keys.
        effects: (action, goal) -> two arrays (n,): the metric's expected value without and with the
            action.

    Returns:
        pandas.DataFrame: as `Company.truth`.
    """
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "customer": customers,
                    "action": action,
                    "goal": goal,
                    "value_without_action": without,
                    "value_with_action": with_action,
                }
            )
            for (action, goal), (without, with_action) in effects.items()
        ],
        ignore_index=True,
    )
