"""Rows of a table through a function, some at a time: together they may not fit into memory."""

from collections.abc import Callable, Iterator

import duckdb
import pyarrow as pa

# Enough that what a batch costs by itself, such as loading a model, does not count.
BATCH_ROWS = 100_000


def in_batches(
    rows: duckdb.DuckDBPyRelation,
    compute: Callable[[pa.Table], pa.Table],
    schema: pa.Schema,
    *,
    batch_rows: int = BATCH_ROWS,
) -> pa.RecordBatchReader:
    """Compute a table from rows that do not depend on each other.

    The rows are read while the result is: the connection of `rows` may do nothing else meanwhile.
    dbt writes the result of a Python model by a connection of its own.

    Args:
        rows: DuckDB relation.
        compute: function of a pyarrow.Table of some of the rows that returns a pyarrow.Table.
        schema: pyarrow.Schema of its result.
        batch_rows: rows at a time.

    Returns:
        pyarrow.RecordBatchReader: of `schema`; what `compute` makes of all rows, batch by batch.
    """

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in rows.to_arrow_reader(batch_rows):
            yield from compute(pa.Table.from_batches([batch])).cast(schema).to_batches()

    return pa.RecordBatchReader.from_batches(schema, batches())
