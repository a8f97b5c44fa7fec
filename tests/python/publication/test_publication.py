import json
import os

import duckdb
import pytest

from python_ml.publication.public_table import PublicTable
from python_ml.publication.publish import publish

TABLES = [PublicTable("recommendations", '"memory"."main"."recommendations"')]


@pytest.fixture
def warehouse():
    connection = duckdb.connect()
    connection.execute("create table recommendations as select 'C1' as customer_id, 1.50 as cost")
    connection.execute("comment on table recommendations is 'One row per customer''s action'")
    connection.execute("comment on column recommendations.cost is 'What it costs'")
    return connection


def publish_to(path, warehouse, tables=TABLES):
    log = publish(
        warehouse,
        tables=tables,
        as_of_date=None,
        path=str(path),
        invocation_id="run",
        data_source="demo",
    )
    return log.to_pylist()


def read(path, sql):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_tables_are_copied_with_their_comments(tmp_path, warehouse):
    path = tmp_path / "served" / "nba.duckdb"
    publish_to(path, warehouse)
    assert read(path, "select customer_id, cost from recommendations") == [("C1", 1.5)]
    assert read(path, "select comment from duckdb_tables() where comment is not null") == [
        ("One row per customer's action",),
    ]
    assert read(path, "select column_name, comment from duckdb_columns() where comment > ''") == [
        ("cost", "What it costs"),
    ]


def test_the_log_gains_a_row_per_publication_and_travels_in_the_file(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    warehouse.execute("insert into recommendations values ('C2', 2)")
    log = publish_to(path, warehouse)
    assert [(row["publication_number"], row["row_count"]) for row in log] == [(1, 1), (2, 2)]
    assert log[0]["content_hash"] != log[1]["content_hash"]
    assert read(path, "select count(*) from publications") == [(2,)]


def test_alerts_are_written_beside_the_served_file_for_webhooks(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    payload = tmp_path / "nba.alerts.json"
    assert not payload.exists()
    warehouse.execute(
        "create table alerts as from (values ('1', 'warning', 'budget', 'money', 'Left.', '{}'), "
        "('2', 'critical', 'drift', 'seats', 'Gone.', '{\"p_value\": 0.5}')) "
        "as a (alert_id, severity, monitor, subject, sentence, evidence)"
    )
    tables = [*TABLES, PublicTable("alerts", '"memory"."main"."alerts"')]
    publish_to(path, warehouse, tables=tables)
    told = json.loads(payload.read_text())
    assert (told["severity"], told["critical_count"], told["warning_count"]) == ("critical", 1, 1)
    assert [alert["subject"] for alert in told["alerts"]] == ["seats", "money"]
    assert told["alerts"][0]["evidence"] == {"p_value": 0.5}
    assert "seats: Gone." in told["text"]
    warehouse.execute("delete from alerts")
    publish_to(path, warehouse, tables=tables)
    assert json.loads(payload.read_text())["severity"] == "none"
    assert {file.name for file in tmp_path.iterdir()} == {"nba.duckdb", "nba.alerts.json"}


def test_the_content_hash_does_not_depend_on_the_order_of_rows(tmp_path, warehouse):
    warehouse.execute("insert into recommendations values ('C2', 2)")
    publish_to(tmp_path / "nba.duckdb", warehouse)
    warehouse.execute("create or replace table r as from recommendations order by cost desc")
    warehouse.execute("drop table recommendations")
    warehouse.execute("alter table r rename to recommendations")
    log = publish_to(tmp_path / "nba.duckdb", warehouse)
    assert log[0]["content_hash"] == log[1]["content_hash"]


def test_a_failure_while_writing_leaves_the_served_file_and_no_litter(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    before = path.read_bytes()
    missing = PublicTable("action_values", '"memory"."main"."action_values"')
    with pytest.raises(duckdb.CatalogException, match="action_values"):
        publish_to(path, warehouse, [*TABLES, missing])
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["nba.duckdb"]
    assert len(publish_to(path, warehouse)) == 2


def test_without_tables_nothing_is_published(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    assert publish_to(path, warehouse, []) == []
    assert not path.exists()


def test_a_reader_that_is_open_keeps_reading_the_old_file(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    publish_to(path, warehouse)
    with path.open("rb") as reader:
        publish_to(path, warehouse)
        assert os.fstat(reader.fileno()).st_ino != path.stat().st_ino
        assert reader.read(16)


def test_a_folder_in_the_place_of_the_file_is_an_error_that_says_so(tmp_path, warehouse):
    with pytest.raises(ValueError, match="is a folder"):
        publish_to(tmp_path, warehouse)


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path, warehouse):
    path = tmp_path / "nba.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("create table theirs (x int)")
    with pytest.raises(ValueError, match="was not written by a publication"):
        publish_to(path, warehouse)
    path.write_text("a text, not a database")
    with pytest.raises(ValueError, match="cannot be read"):
        publish_to(path, warehouse)
    assert path.read_text() == "a text, not a database"
