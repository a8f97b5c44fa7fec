import tempfile
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml.publication.public_table import PublicTable
from python_ml.publication.publish import publish

LOG = PublicTable("decision_log", '"memory"."main"."decision_log"', "as_of_date", "batch_number")
# 31 decisions in March, 30 in April, 10 in May.
TODAY = date(2026, 5, 10)


@pytest.fixture
def warehouse():
    connection = duckdb.connect()
    connection.execute(
        "create table decision_log as select 'D' || i as decision_id, 1 as batch_number, "
        "date '2026-03-01' + i::integer as as_of_date, 'C' || (i % 7) as customer_id, "
        "json_object('retention', i) as goal_values, cast(i / 7 as decimal(18, 4)) as cost_amount "
        "from range(71) as numbers (i)"
    )
    connection.execute("comment on table decision_log is 'One row per decision'")
    connection.execute("comment on column decision_log.cost_amount is 'What it costs'")
    return connection


def publish_to(path, warehouse, as_of_date=TODAY, least_rows=31):
    return publish(
        warehouse,
        tables=[LOG],
        as_of_date=as_of_date,
        path=path,
        invocation_id="run",
        data_source="demo",
        least_rows=least_rows,
    ).to_pylist()[-1]


def read(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def files_of(path):
    return sorted((path.parent / "nba.history" / "decision_log").glob("*"))


def test_a_large_month_that_is_over_is_a_file_and_the_log_reads_as_one(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    entry = publish_to(path, warehouse)
    (march,) = files_of(path)
    assert march.name.startswith("2026-03.")
    assert march.suffix == ".parquet"
    expected = warehouse.execute("from decision_log order by all").fetchall()
    assert read(path, "from decision_log order by all") == expected
    assert read(path, "select count(*) from recent.decision_log") == [(40,)]
    assert read(path, "describe decision_log") == read_types(warehouse)
    assert entry["row_count"] == 71
    ((month, rows),) = read(path, "select month, row_count from history_files")
    assert (month, rows) == (date(2026, 3, 1), 31)


def read_types(warehouse):
    return warehouse.execute("describe decision_log").fetchall()


def test_the_log_keeps_its_comments_and_can_be_attached_by_any_name(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    assert read(path, "select comment from duckdb_views() where not internal") == [
        ("One row per decision",)
    ]
    assert ("What it costs",) in read(
        path, "select comment from duckdb_columns() where column_name = 'cost_amount'"
    )
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as anything (read_only)")
        assert connection.sql("select count(*) from anything.decision_log").fetchall() == [(71,)]


def test_files_change_nothing_of_what_is_published(tmp_path, warehouse):
    one, several = tmp_path / "one" / "nba.duckdb", tmp_path / "several" / "nba.duckdb"
    alone = publish_to(one, warehouse, least_rows=1000)
    split = publish_to(several, warehouse, least_rows=1)
    assert files_of(one) == []
    assert [file.name[:7] for file in files_of(several)] == ["2026-03", "2026-04"]
    for column in ("row_count", "content_hash", "table_count"):
        assert alone[column] == split[column]


def test_what_is_there_is_not_written_again(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    first = publish_to(path, warehouse)
    (march,) = files_of(path)
    written = march.stat().st_mtime_ns
    second = publish_to(path, warehouse)
    assert files_of(path) == [march]
    assert march.stat().st_mtime_ns == written
    assert first["content_hash"] == second["content_hash"]


def test_the_month_of_the_day_is_not_over(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse, as_of_date=date(2026, 3, 31))
    assert files_of(path) == []
    publish_to(path, warehouse, as_of_date=date(2026, 4, 1))
    assert len(files_of(path)) == 1


@pytest.mark.parametrize(
    "change",
    [
        "insert into decision_log values ('late', 2, '2026-03-09', 'C1', '{}', 1)",
        "delete from decision_log where customer_id = 'C3' and as_of_date < '2026-03-05'",
        "alter table decision_log add column reason varchar",
    ],
)
def test_a_month_that_changed_is_another_file(tmp_path, warehouse, change):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse, least_rows=10)
    before = files_of(path)
    warehouse.execute(change)
    publish_to(path, warehouse, least_rows=10)
    after = files_of(path)
    assert len(after) == len(before) == 2
    assert after[0] not in before
    expected = warehouse.execute("from decision_log order by all").fetchall()
    assert read(path, "from decision_log order by all") == expected


def test_a_file_that_was_lost_is_written_again(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    (march,) = files_of(path)
    march.unlink()
    publish_to(path, warehouse)
    assert files_of(path) == [march]


def test_a_failure_leaves_the_served_log_whole(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    before = read(path, "from decision_log order by all")
    warehouse.execute("delete from decision_log where as_of_date < '2026-03-05'")
    missing = PublicTable("recommendations", '"memory"."main"."recommendations"')
    with pytest.raises(duckdb.CatalogException, match="recommendations"):
        publish(
            warehouse,
            tables=[LOG, missing],
            as_of_date=TODAY,
            path=path,
            invocation_id="run",
            data_source="demo",
            least_rows=10,
        )
    assert read(path, "from decision_log order by all") == before


@given(st.lists(st.integers(0, 300), min_size=1, max_size=80), st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_every_row_is_served_once_whatever_months_are_files(days, least_rows):
    connection = duckdb.connect()
    connection.execute(
        "create table decision_log as select date '2026-01-01' + day as as_of_date, "
        "1 as batch_number from (select unnest($days::integer[]) as day)",
        {"days": days},
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nba.duckdb"
        publish_to(path, connection, as_of_date=date(2026, 11, 1), least_rows=least_rows)
        served = read(path, "select as_of_date from decision_log order by 1")
    assert served == connection.execute("select as_of_date from decision_log order by 1").fetchall()
