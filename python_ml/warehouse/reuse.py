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
    compute: Callable[[], pa.Table | pa.RecordBatchReader],
) -> pa.Table | pa.RecordBatchReader | duckdb.DuckDBPyRelation:
    """The table of the last build if inputs, settings and code are the same, else a new one.

    Args:
        session: DuckDB connection of the build.
        this: name of the table that is being built.
        inputs: list of DuckDB relations, read in any order of rows.
        settings: dict of JSON values.
        compute: function without arguments that returns a pyarrow.Table, or a RecordBatchReader
            where that would not fit into memory.

    Returns:
        What was computed, or the table of the last build as a DuckDB relation, with the column
        `input_fingerprint`. A table without rows is always computed anew: there is
        no row to remember by.
    """
    fingerprint = _fingerprint(inputs, settings)
    if _fingerprints_before(session, this) == [(fingerprint,)]:
        return session.sql(f"select * from {this}")
    return _with_fingerprint(compute(), fingerprint)


def _with_fingerprint(computed, fingerprint):
    field = pa.field(FINGERPRINT, pa.string())
    if isinstance(computed, pa.Table):
        return computed.append_column(field, pa.repeat(fingerprint, computed.num_rows))
    batches = (
        batch.append_column(field, pa.repeat(fingerprint, batch.num_rows)) for batch in computed
    )
    return pa.RecordBatchReader.from_batches(computed.schema.append(field), batches)


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


def _fingerprints_before(session, this):
    try:
        return session.execute(f"select distinct {FINGERPRINT} from {this}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
