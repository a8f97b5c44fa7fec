"""Scores of a table by stored models: some rows at a time, and only if something has changed."""

from collections.abc import Callable

import duckdb
import pyarrow as pa

from python_ml.warehouse.batches import in_batches
from python_ml.warehouse.reuse import reuse_or_compute


def scores_by_stored_models(
    session: duckdb.DuckDBPyConnection,
    this: str,
    *,
    models: duckdb.DuckDBPyRelation,
    rows: duckdb.DuckDBPyRelation,
    score: Callable[..., pa.Table],
    schema: pa.Schema,
    settings: dict | None = None,
) -> pa.Table | pa.RecordBatchReader | duckdb.DuckDBPyRelation:
    """Score rows that do not depend on each other.

    Args:
        session: DuckDB connection of the build.
        this: name of the table that is being built.
        models: DuckDB relation of `artefacts.SCHEMA`.
        rows: DuckDB relation to score.
        score: function of the models, some of the rows, both as pyarrow.Table, and the settings by
            name; returns a pyarrow.Table.
        schema: pyarrow.Schema of its result.
        settings: dict of JSON values, or None.

    Returns:
        As `reuse_or_compute`.
    """
    settings = settings or {}

    def compute():
        stored = models.to_arrow_table()
        return in_batches(rows, lambda batch: score(stored, batch, **settings), schema)

    return reuse_or_compute(
        session, this, inputs=[models, rows], settings=settings, compute=compute
    )
