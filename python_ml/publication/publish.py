"""Write-audit-publish: public tables go to a new file that atomically replaces the served one."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from python_ml.monitoring.webhook import webhook_payload
from python_ml.publication.month_files import (
    RECENT_SCHEMA,
    create_view,
    read_list,
    remove_replaced,
    write_list,
    write_month_files,
)
from python_ml.publication.public_table import PublicTable
from python_ml.publication.whole_files import write_lines

LOG_TABLE = "publications"
LOG_SCHEMA = pa.schema(
    {
        "publication_number": pa.int32(),
        "published_at": pa.timestamp("us"),
        "as_of_date": pa.date32(),
        "invocation_id": pa.string(),
        "table_count": pa.int32(),
        "row_count": pa.int64(),
        "content_hash": pa.string(),
        "data_source": pa.string(),
        "decision_batch_number": pa.int32(),
    },
)
# Drivers of DuckDB 1.4 and later can read the served file.
STORAGE_VERSION = "v1.4.0"


def publish(
    connection: duckdb.DuckDBPyConnection,
    *,
    tables: list[PublicTable],
    as_of_date: date | None,
    path: Path,
    invocation_id: str | None,
    data_source: str | None,
    least_rows: int = 1_000_000,
) -> pa.Table:
    """Write tables to a new file, then put it in the place of the served one.

    The served file is either the old one or the new one, whatever happens in between: the last step
    is a rename within one folder. The log of publications travels inside the file, so that it is
    replaced together with the tables it describes. Past months of logs are files beside it, which
    are there before the rename and stay as they are. What is to be told of the build is written
    beside it, for webhooks of on-call tools.

    Args:
        connection: open DuckDB connection of the build database; its transaction is left alone.
        tables: list of PublicTable, in the order to write them; if there is none, nothing is
            published.
        as_of_date: day the tables were decided for, or None.
        path: the served file; its folder is made if it is not there.
        invocation_id: dbt's identifier of the run, for the log.
        data_source: whose data the tables were made of, for the log.
        least_rows: of a past month of a log that becomes a file of its own.

    Returns:
        pyarrow.Table: the whole log, one row per publication, oldest first.

    Raises:
        ValueError: if the served path is a folder, or is held open by a writing process.
    """
    served = Path(path)
    if served.is_dir():
        raise ValueError(
            f"The published path '{path}' is a folder. Set NBA_PUBLISHED_PATH to a file in it.",
        )
    served.parent.mkdir(parents=True, exist_ok=True)
    log, known = _read_served(served)
    if not tables:
        return pa.Table.from_pylist(log, schema=LOG_SCHEMA)
    # The process number keeps two builds that publish at once out of each other's file.
    new = served.with_name(f"{served.name}.{os.getpid()}.new")
    _remove(new)
    cursor = connection.cursor()
    try:
        cursor.execute(
            f"attach '{_quoted(new)}' as published (storage_version '{STORAGE_VERSION}')"
        )
        try:
            files = []
            if as_of_date:
                for table in tables:
                    if table.date_column:
                        files += write_month_files(
                            cursor,
                            table,
                            folder=served.with_name(f"{served.stem}.history"),
                            before=as_of_date.replace(day=1),
                            least_rows=least_rows,
                            known=known,
                        )
            totals = [
                _write_table(cursor, table, [f for f in files if f.table_name == table.name])
                for table in tables
            ]
            if files:
                write_list(cursor, files)
            entry = {
                "publication_number": log[-1]["publication_number"] + 1 if log else 1,
                "published_at": datetime.now(UTC).replace(tzinfo=None),
                "as_of_date": as_of_date,
                "invocation_id": invocation_id,
                "table_count": len(tables),
                "row_count": sum(rows for rows, _ in totals),
                "content_hash": f"{sum(content for _, content in totals) % 2**64:016x}",
                "data_source": data_source,
                "decision_batch_number": _last_decision_batch(cursor, tables),
            }
            written = pa.Table.from_pylist([*log, entry], schema=LOG_SCHEMA)
            cursor.register("log_rows", written)
            cursor.sql("from log_rows").create(f"published.{LOG_TABLE}")
        finally:
            cursor.execute("detach published")
        alerts = _read_alerts(cursor, tables)
        _flush_to_disk(new)
        new.replace(served)
        remove_replaced(known, files)
        if alerts is not None:
            payload = webhook_payload(
                alerts, as_of_date=as_of_date, invocation_id=invocation_id or ""
            )
            write_lines(
                served.with_name(f"{served.stem}.alerts.json"), [json.dumps(payload, indent=2)]
            )
    finally:
        cursor.close()
        _remove(new)
    return written


def _last_decision_batch(cursor, tables):
    """Number of the newest batch in the decision log, None without one."""
    relations = {table.name: table.relation for table in tables}
    if "decision_log" not in relations:
        return None
    query = f"select max(batch_number) from {relations['decision_log']}"
    ((number,),) = cursor.execute(query).fetchall()
    return number


def _read_alerts(cursor, tables):
    """The alerts as dicts, None where they are not published."""
    relations = {table.name: table.relation for table in tables}
    if "alerts" not in relations:
        return None
    columns = "alert_id, severity, monitor, subject, sentence, evidence"
    query = f"select {columns} from {relations['alerts']} order by alert_id"
    return cursor.sql(query).to_arrow_table().to_pylist()


def _quoted(path):
    return str(path).replace("'", "''")


def _remove(path):
    for leftover in (path, path.with_name(path.name + ".wal")):
        leftover.unlink(missing_ok=True)


def _flush_to_disk(path):
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _read_served(served):
    """The log of publications and the files of months of what is served."""
    if not served.exists():
        return [], []
    try:
        with duckdb.connect(str(served), read_only=True) as connection:
            rows = connection.sql(f"from {LOG_TABLE} order by publication_number")
            return rows.to_arrow_table().to_pylist(), read_list(connection)
    except duckdb.IOException as error:
        raise ValueError(
            f"The served file '{served}' cannot be read: {error}. Close the process that writes to "
            "it, or move the file away; the tables that were built are kept in the warehouse.",
        ) from error
    except duckdb.CatalogException:
        raise ValueError(
            f"The file '{served}' was not written by a publication: it has no table {LOG_TABLE}. "
            "Set NBA_PUBLISHED_PATH to another file, or move this one away.",
        ) from None


def _write_table(cursor, table, files):
    """Copy what is not in files, with comments; returns row count and order-free content hash."""
    copied = f"published.main.{table.name}"
    if files:
        create_view(cursor, table, files)
        copied = f"published.{RECENT_SCHEMA}.{table.name}"
    else:
        cursor.execute(f"create table {copied} as select * from {table.relation}")
    _copy_comments(cursor, table, "view" if files else "table")
    ((rows, content),) = cursor.execute(
        f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {copied} as t",
    ).fetchall()
    return (
        rows + sum(file.row_count for file in files),
        int(content) + sum(int(file.content_hash, 16) for file in files),
    )


def _copy_comments(cursor, table, kind):
    database, schema, name = (part.strip('"') for part in table.relation.split("."))
    where = "database_name = ? and schema_name = ? and table_name = ? and comment is not null"
    key = [database, schema, name]
    comments = cursor.execute(
        f"select '{kind} published.main.{table.name}', comment from duckdb_tables() where {where} "
        f"union all select 'column published.main.{table.name}.\"' || column_name || '\"', comment "
        f"from duckdb_columns() where {where}",
        key + key,
    ).fetchall()
    for target, comment in comments:
        cursor.execute(f"comment on {target} is '{_quoted(comment)}'")
