"""Write the tables of a world as CSV or Parquet."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from python_ml.progress import progress

FORMATS = ("csv", "parquet")
_UNQUOTED = pyarrow.csv.WriteOptions(include_header=False, quoting_style="none")


def as_text(table: pa.Table) -> pa.Table:
    """The table as its CSV shows it: every column text, null for an empty field.

    Args:
        table: pyarrow.Table.

    Returns:
        pyarrow.Table: the same columns as strings; timestamps to the second.
    """
    columns = {
        name: pc.cast(table[name], pa.string()).combine_chunks() for name in table.column_names
    }
    return pa.table(columns)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as plain CSV: no quotes, a line feed per row, nothing for null.

    Args:
        table: pyarrow.Table whose texts hold no comma, quote or line break.
        path: the file to write.
    """
    with Path(path).open("wb") as file:
        file.write((",".join(table.column_names) + "\n").encode())
        pyarrow.csv.write_csv(as_text(table), file, _UNQUOTED)


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table as Parquet with its own types.

    Args:
        table: pyarrow.Table.
        path: the file to write.
    """
    pyarrow.parquet.write_table(table, path, compression="zstd", store_schema=False)


def write_tables(tables: pa.Table, paths: dict[str, Path], file_format: str) -> None:
    """Write several tables at once.

    Args:
        tables: pyarrow.Table by name.
        paths: file to write, by the same names; missing folders are made.
        file_format: one of `FORMATS`.

    Raises:
        ValueError: if the format is unknown, or a folder's name is taken by a file.
    """
    if file_format not in FORMATS:
        raise ValueError(f"Unknown format '{file_format}'. Use one of: {', '.join(FORMATS)}.")
    for path in paths.values():
        make_folder(path.parent)
    write = write_csv if file_format == "csv" else write_parquet
    with progress("Writing tables", len(tables)) as done, ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda name: write(tables[name], paths[name]), tables):
            done(1)


def make_folder(folder: Path) -> None:
    """Make a folder unless it exists.

    Args:
        folder: path of the folder.

    Raises:
        ValueError: if it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(
            f"Cannot write to the folder '{folder}': {error.strerror}. Name another folder."
        ) from error
