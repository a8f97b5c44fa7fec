import os
import re
import signal
import subprocess
import time

import duckdb
import pytest
from dbt_project import DbtProject, copy_of_the_project

from python_ml.publication import publish

TABLES = [("recommendations", '"memory"."main"."recommendations"')]


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
    missing = ("action_values", '"memory"."main"."action_values"')
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


@pytest.fixture(scope="module")
def small_build(tmp_path_factory, raw_folder):
    project = DbtProject(tmp_path_factory.mktemp("small"))
    project.build(variables={"nba_raw_path": str(raw_folder)})
    return project


@pytest.mark.xdist_group("publication")
def test_a_build_whose_tests_fail_leaves_the_served_file_untouched(
    small_build, raw_folder, tmp_path
):
    before = small_build.published.read_bytes()
    root = copy_of_the_project(tmp_path / "copy")
    (root / "tests" / "assert_failing.sql").write_text("select 1 from {{ ref('recommendations') }}")
    changed = DbtProject(small_build.folder, root)
    failed = changed.run(
        "build", variables={"nba_raw_path": str(raw_folder), "nba_budget_amount": 5}
    )
    assert failed.returncode == 1, failed.output
    assert "assert_failing" in failed.output
    assert changed.query("select budget_amount from allocation_certificate")[0] == (5,)
    assert small_build.published.read_bytes() == before


@pytest.mark.xdist_group("publication")
@pytest.mark.parametrize(
    "arguments",
    [["run"], ["build", "--select", "publication"], ["build", "--empty"]],
    ids=" ".join,
)
def test_what_was_not_tested_in_the_same_run_is_not_published(small_build, raw_folder, arguments):
    before = small_build.published.read_bytes()
    result = small_build.run(*arguments, variables={"nba_raw_path": str(raw_folder)})
    assert result.returncode == 0, result.output
    assert "Nothing is published: only a dbt build of all public tables" in result.output
    assert small_build.published.read_bytes() == before


def kill_when_started(project, node, variables):
    """Build, and kill the process without warning as soon as it begins a node."""
    log = project.folder / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    process = subprocess.Popen(
        project.command("build", variables=variables),
        cwd=project.root,
        env=project.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    started = re.compile(rf"START .* model main\.{node} ")
    while process.poll() is None:
        if log.exists() and started.search(log.read_text()):
            process.send_signal(signal.SIGKILL)
            process.wait()
            return
        time.sleep(0.01)
    pytest.fail(f"the build ended before {node} began")


@pytest.mark.xdist_group("publication")
@pytest.mark.parametrize(
    "node", ["int_usage_checked", "recommendations", "int_publication_written"]
)
def test_a_build_that_is_killed_leaves_a_whole_file_and_the_next_one_publishes(
    small_build,
    raw_folder,
    node,
):
    budgets = "select distinct budget_amount from allocation_certificate"
    before = small_build.query_published(budgets)
    budget = 5000 + len(node)
    variables = {"nba_raw_path": str(raw_folder), "nba_budget_amount": budget}
    kill_when_started(small_build, node, variables)
    # Publication may have been quicker than the signal, but there is no third possibility.
    possible = [before] if node != "int_publication_written" else [before, [(budget,)]]
    assert small_build.query_published(budgets) in possible
    small_build.build(variables=variables)
    assert small_build.query_published(budgets) == [(budget,)]
    assert small_build.query_published("select count(*) > 0 from recommendations") == [(True,)]
