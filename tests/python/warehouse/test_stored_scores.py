import duckdb
import pyarrow as pa
import pytest

from python_ml.warehouse.stored_scores import scores_by_stored_models

SCHEMA = pa.schema({"id": pa.int64(), "score": pa.float64()})


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        connection.execute("create table models as select 0.5 as slope")
        connection.execute("create table customers as select range as id from range(10)")
        yield connection


def build(connection, calls, **settings):
    """Build the table `scores`, as dbt-duckdb does; returns its rows."""

    def score(models, rows, *, shift=0.0):
        calls.append(rows.num_rows)
        (slope,) = models.column("slope").to_pylist()
        ids = rows.column("id").to_pylist()
        return pa.table([ids, [slope * each + shift for each in ids]], schema=SCHEMA)

    result = scores_by_stored_models(
        connection,
        "scores",
        models=connection.table("models").project("slope::double as slope"),
        rows=connection.table("customers"),
        score=score,
        schema=SCHEMA,
        settings=settings,
    )
    with connection.cursor() as writer:
        writer.register("result", result)
        writer.execute("create or replace table scores as select * from result")
    return connection.execute("select id, score from scores order by id").fetchall()


def test_rows_are_scored_by_the_models_with_the_settings(connection):
    assert build(connection, [], shift=1.0) == [(each, 0.5 * each + 1) for each in range(10)]


def test_scores_stand_until_models_rows_or_settings_change(connection):
    calls = []
    first = build(connection, calls)
    assert build(connection, calls) == first
    assert len(calls) == 1
    build(connection, calls, shift=1.0)
    connection.execute("update models set slope = 2")
    build(connection, calls, shift=1.0)
    connection.execute("insert into customers values (10)")
    assert len(build(connection, calls, shift=1.0)) == 11
    assert len(calls) == 4
