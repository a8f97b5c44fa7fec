"""What was computed before is computed again only if something it depends on has changed."""

import functools
import hashlib
import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import duckdb
import pyarrow as pa

FINGERPRINT = "input_fingerprint"
LIBRARIES = ("numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "xgboost", "xgboost-cpu")


def reuse_or_compute(
    session: duckdb.DuckDBPyConnection,
    this: str,
    *,
    inputs: list,
    settings: dict,
    compute: Callable[[], pa.Table],
) -> pa.Table:
    """The table of the last build if inputs, settings and code are the same, else a new one.

    Args:
        session: DuckDB connection of the build.
        this: name of the table that is being built.
        inputs: list of DuckDB relations, read in any order of rows.
        settings: dict of JSON values.
        compute: function without arguments that returns a pyarrow.Table.

    Returns:
        pyarrow.Table: with the column `input_fingerprint` added. A table without rows is always
        computed anew: there is no row to remember by.
    """
    fingerprint = _fingerprint(inputs, settings)
    before = _table_before(session, str(this))
    if before is not None and before.column(FINGERPRINT).unique().to_pylist() == [fingerprint]:
        return before
    table = compute()
    return table.append_column(FINGERPRINT, pa.array([fingerprint] * table.num_rows, pa.string()))


def _fingerprint(inputs, settings):
    contents = [_content(relation) for relation in inputs]
    text = json.dumps([contents, settings, _code()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _content(relation):
    """Column names, and what does not depend on the order of the rows: their number and hashes."""
    ((count, total),) = relation.query(
        "input_rows",
        "select count(*), coalesce(sum(hash(input_rows)::hugeint), 0)::varchar from input_rows",
    ).fetchall()
    return [relation.columns, [str(kind) for kind in relation.types], count, total]


@functools.cache
def _code():
    """Hash of this package's own code and of the versions of what it computes with."""
    digest = hashlib.sha256()
    folder = Path(__file__).parents[1]
    for path in sorted(folder.rglob("*.py")):
        if "simulator" not in path.parts:
            digest.update(path.read_bytes())
    for name in LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}".encode())
        except metadata.PackageNotFoundError:
            continue
    return digest.hexdigest()


def _table_before(session, this):
    try:
        table = session.sql(f"select * from {this}").to_arrow_table()
    except duckdb.CatalogException:
        return None
    return table if FINGERPRINT in table.column_names and table.num_rows else None
