import duckdb
import pyarrow as pa
import pytest

from python_ml.warehouse.reuse import FINGERPRINT, reuse_or_compute


@pytest.fixture
def build():
    """Builds the table `model` of the table `facts`, and counts how often it was computed."""
    connection = duckdb.connect()
    connection.execute("create table facts as select 1 as id, 'a' as name union all select 2, 'b'")
    computed = []

    def compute():
        computed.append(1)
        return pa.table({"answer": [42]})

    def run(settings, query="from facts"):
        inputs = [connection.sql(query)]
        answer = reuse_or_compute(
            connection, "model", inputs=inputs, settings=settings, compute=compute
        )
        # As dbt does: the new table is made beside the old one.
        is_table = isinstance(answer, pa.Table)
        (connection.from_arrow(answer) if is_table else answer).create("new")
        connection.execute("drop table if exists model")
        connection.execute("alter table new rename to model")
        return connection.table("model").to_arrow_table()

    return connection, run, computed


def test_the_same_inputs_in_any_order_are_computed_once(build):
    _, run, computed = build
    first = run({"seed": 1})
    again = run({"seed": 1}, "from facts order by id desc")
    assert len(computed) == 1
    assert first.to_pylist() == again.to_pylist()
    assert first.column_names == ["answer", FINGERPRINT]


@pytest.mark.parametrize(
    "change",
    [
        "insert into facts values (2, 'b')",
        "update facts set name = 'c' where id = 1",
        "alter table facts rename name to title",
        "alter table facts alter id type bigint",
        "delete from model",
        "alter table model drop column input_fingerprint",
    ],
)
def test_whatever_changes_is_computed_again(build, change):
    connection, run, computed = build
    run({"seed": 1})
    connection.execute(change)
    run({"seed": 1})
    assert len(computed) == 2


def test_what_comes_in_batches_is_remembered_too():
    connection = duckdb.connect()
    facts = connection.sql("select range as id from range(10)")
    computed = []

    def compute():
        computed.append(1)
        schema = pa.schema({"answer": pa.int64()})
        batches = [pa.record_batch({"answer": [n]}, schema=schema) for n in range(3)]
        return pa.RecordBatchReader.from_batches(schema, iter(batches))

    arguments = {"inputs": [facts], "settings": {}, "compute": compute}
    made = reuse_or_compute(connection, "model", **arguments).read_all()
    connection.from_arrow(made).create("model")
    again = reuse_or_compute(connection, "model", **arguments).to_arrow_table()
    assert len(computed) == 1
    assert again.to_pylist() == made.to_pylist()
    assert made.column("answer").to_pylist() == [0, 1, 2]


def test_other_settings_are_computed_again(build):
    _, run, computed = build
    run({"seed": 1})
    run({"seed": 2})
    assert len(computed) == 2
