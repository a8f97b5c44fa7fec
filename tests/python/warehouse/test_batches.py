import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from python_ml.warehouse.batches import in_batches

SCHEMA = pa.schema({"id": pa.int64(), "double": pa.int64()})


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("create table customers as select range as id from range(5000)")
        yield connection


def doubled(seen):
    def compute(rows):
        seen.append(rows.num_rows)
        return rows.append_column("double", pc.multiply(rows.column("id"), 2))

    return compute


def test_a_table_is_computed_some_rows_at_a_time_while_it_is_written(connection):
    seen = []
    result = in_batches(connection.table("customers"), doubled(seen), SCHEMA, batch_rows=2048)
    assert not seen
    # As dbt-duckdb writes the result of a Python model.
    with connection.cursor() as writer:
        writer.register("result", result)
        writer.execute("create table scores as select * from result")
    counted = "select count(*), count(distinct id), sum(double) from scores"
    assert connection.execute(counted).fetchone() == (5000, 5000, 4999 * 5000)
    assert len(seen) > 1
    assert max(seen) <= 2048


def test_no_rows_give_a_table_without_rows(connection):
    result = in_batches(connection.table("customers").filter("id < 0"), doubled([]), SCHEMA)
    assert result.read_all().equals(SCHEMA.empty_table())


def test_what_fails_in_a_batch_fails_the_table(connection):
    def compute(rows):
        raise ValueError(f"{rows.num_rows} rows")

    with pytest.raises(ValueError, match="5000 rows"):
        in_batches(connection.table("customers"), compute, SCHEMA).read_all()
