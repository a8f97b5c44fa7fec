import duckdb
import pyarrow as pa

from python_ml.inputs.memory_estimates import (
    GIGABYTE,
    Machine,
    bytes_of,
    memory_estimates,
    memory_of_machine,
    this_machine,
    warn,
)


def rows(customers, units=1_000):
    return pa.table(
        {
            "customer_count": [customers],
            "action_count": [5],
            "unit_count": [units],
            "past_action_count": [1_000],
        }
    )


def machine(memory=16, database=8, disk=1_000, warehouse=0):
    sizes = [
        None if size is None else size * GIGABYTE for size in (memory, database, disk, warehouse)
    ]
    return Machine(*sizes)


def advice(customers, units=1_000, **sizes):
    table = memory_estimates(rows(customers, units), machine(**sizes))
    return {row["step"]: row["advice"] for row in table.to_pylist() if row["advice"]}


def test_what_fits_gets_no_advice():
    assert advice(100_000) == {}


def test_too_many_customers_for_what_duckdb_leaves():
    (sentence,) = advice(10_000_000).values()
    assert sentence.startswith(
        "Deciding about everybody, as a first build does, among 50,000,000 options"
    )
    assert "DuckDB's limit leaves 8.0 GB. Set NBA_MEMORY_LIMIT lower" in sentence
    assert advice(10_000_000, database=1) == {}


def test_too_many_units_to_learn_from():
    assert "nba_uplift_unit_limit" in advice(100_000, units=2_000_000)["learning"]


def test_too_small_a_disk_unless_the_warehouse_is_there_already():
    assert "NBA_SPILL_PATH" in advice(100_000, disk=0.5)["disk"]
    assert advice(100_000, disk=0.5, warehouse=2) == {}


def test_memory_that_is_not_told_is_not_judged():
    assert advice(60_000_000, memory=None) == {}


def test_advice_is_said(caplog):
    warn(memory_estimates(rows(10_000_000), machine()))
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_container_has_less_than_its_machine(tmp_path):
    meminfo, limit = tmp_path / "meminfo", tmp_path / "memory.max"
    meminfo.write_text("MemTotal:       16000000 kB\nMemFree: 1 kB\n")
    limit.write_text("4000000000\n")
    assert memory_of_machine(meminfo, [limit]) == 4_000_000_000
    limit.write_text("max\n")
    assert memory_of_machine(meminfo, [limit]) == 16_384_000_000
    assert memory_of_machine(tmp_path / "none", [limit]) is None


def test_this_machine_is_measured(tmp_path):
    with duckdb.connect(str(tmp_path / "w.duckdb"), config={"memory_limit": "1GiB"}) as connection:
        found = this_machine(connection)
    assert found.database_bytes == 2**30
    assert found.free_disk_bytes > 0
    assert bytes_of("512.0 MiB") == 2**29
