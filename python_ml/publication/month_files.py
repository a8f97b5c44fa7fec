"""Past months of a log, each written once to a file beside the served one.

The rows of a log stay as they are, so that copying all of them at every publication would take
longer every day. A month that is over and large is a Parquet file of its own. Its name holds a hash
of how many rows of which batches and columns are in it: a month that has changed, by late decisions
or an erasure, is another file, and a file that is there is never written to. Nothing is read of a
month that has its file but days and numbers of batches.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from python_ml.publication.public_table import PublicTable

FILES_TABLE = "history_files"
FILES_SCHEMA = pa.schema(
    {
        "table_name": pa.string(),
        "month": pa.date32(),
        "path": pa.string(),
        "row_count": pa.int64(),
        "content_hash": pa.string(),
    },
)
# Where the served file has the rows of a log that are in no file of their own.
RECENT_SCHEMA = "recent"


@dataclass(frozen=True)
class MonthFile:
    """One month of a log.

    Attributes:
        table_name: of the log.
        month: its first day.
        path: of the file, absolute: whoever reads the served file may be in any folder.
        row_count: rows in it.
        content_hash: sum of the hashes of its rows, modulo 2**64, in hexadecimal digits.
    """

    table_name: str
    month: date
    path: str
    row_count: int
    content_hash: str


def write_month_files(
    cursor: duckdb.DuckDBPyConnection,
    table: PublicTable,
    *,
    folder: Path,
    before: date,
    least_rows: int,
    known: Iterable[MonthFile],
) -> list[MonthFile]:
    """Write the months that have no file yet.

    Args:
        cursor: DuckDB connection of the build database.
        table: a log, with the columns of its days and batches.
        folder: for the files of all logs.
        before: first day of the month that is not over.
        least_rows: of a month that is worth a file.
        known: what was written before.

    Returns:
        list of MonthFile: all files of the log, oldest first.
    """
    written_before = {file.path: file for file in known}
    columns = _columns(cursor, table.relation)
    files = []
    for month, rows, batches in cursor.execute(
        f"select date_trunc('month', {table.date_column})::date as month, count(*) as row_count, "
        f"sum({table.batch_column})::varchar from {table.relation} "
        f"where {table.date_column} < ? group by month having row_count >= ? order by month",
        [before, least_rows],
    ).fetchall():
        content = hashlib.sha256(repr((rows, batches, columns)).encode()).hexdigest()[:16]
        name = f"{month:%Y-%m}.{content}.parquet"
        path = folder.resolve() / table.name / name
        file = written_before.get(str(path))
        if file is None or not path.exists():
            content_hash = _write_month(cursor, table, month, path)
            file = MonthFile(table.name, month, str(path), rows, content_hash)
        files.append(file)
    return files


def create_view(
    cursor: duckdb.DuckDBPyConnection, table: PublicTable, files: list[MonthFile]
) -> None:
    """Make the log in the attached database `published` one again, of its files and the rest.

    Args:
        cursor: DuckDB connection to which the new served file is attached.
        table: the log.
        files: of its months, at least one; the rest is copied.
    """
    cursor.execute(f"create schema if not exists published.{RECENT_SCHEMA}")
    cursor.execute(
        f"create table published.{RECENT_SCHEMA}.{table.name} as "
        + " union all ".join(
            f"select * from {table.relation} where {days}" for days in _days_without(table, files)
        )
    )
    typed = ", ".join(
        f'cast("{name}" as {kind}) as "{name}"' for name, kind in _columns(cursor, table.relation)
    )
    paths = ", ".join(f"'{_quoted(file.path)}'" for file in files)
    # Without the name of the database, which is another one for whoever opens the file.
    cursor.execute(
        f"create view published.main.{table.name} as select {typed} from read_parquet([{paths}]) "
        f"union all from {RECENT_SCHEMA}.{table.name}"
    )


def write_list(cursor: duckdb.DuckDBPyConnection, files: list[MonthFile]) -> None:
    """List the files in the attached database `published`.

    Args:
        cursor: DuckDB connection to which the new served file is attached.
        files: of all logs.
    """
    cursor.register(
        "month_files",
        pa.Table.from_pylist([asdict(file) for file in files], schema=FILES_SCHEMA),
    )
    cursor.sql("from month_files").create(f"published.{FILES_TABLE}")
    cursor.execute(
        f"comment on table published.{FILES_TABLE} is "
        "'One row per past month of a log that is a file of its own: part of what is served.'"
    )


def read_list(connection: duckdb.DuckDBPyConnection) -> list[MonthFile]:
    """The files that a served file is made of.

    Args:
        connection: open DuckDB connection to the served file.

    Returns:
        list of MonthFile; empty where all of it is in the one file.
    """
    try:
        rows = connection.sql(f"from {FILES_TABLE}").to_arrow_table().to_pylist()
    except duckdb.CatalogException:
        return []
    return [MonthFile(**row) for row in rows]


def remove_replaced(known: Iterable[MonthFile], files: list[MonthFile]) -> None:
    """Remove files that nothing served is made of any more.

    Args:
        known: what the replaced served file was made of.
        files: what the new one is made of.
    """
    served = {file.path for file in files}
    for file in known:
        if file.path not in served:
            Path(file.path).unlink(missing_ok=True)


def _write_month(cursor, table, month, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        f"select * from {table.relation} where {table.date_column} >= date '{month}' "
        f"and {table.date_column} < date '{_month_after(month)}'"
    )
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        cursor.execute(f"copy ({rows}) to '{_quoted(new)}' (format parquet, compression zstd)")
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    ((content,),) = cursor.execute(
        f"select sum(hash(t)::hugeint)::varchar from ({rows}) as t"
    ).fetchall()
    return f"{int(content) % 2**64:016x}"


def _days_without(table, files):
    """Conditions for days of no file: comparisons, by which DuckDB skips what it need not read."""
    day = table.date_column
    conditions = []
    start = None
    for file in files:
        if start != file.month:
            since = f"{day} >= date '{start}' and " if start else ""
            conditions.append(f"{since}{day} < date '{file.month}'")
        start = _month_after(file.month)
    return [*conditions, f"{day} >= date '{start}'"]


def _month_after(month):
    return (month + timedelta(days=31)).replace(day=1)


def _columns(cursor, relation):
    return [row[:2] for row in cursor.execute(f"describe {relation}").fetchall()]


def _quoted(path):
    return str(path).replace("'", "''")
