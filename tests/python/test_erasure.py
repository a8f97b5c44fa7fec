"""The right to be forgotten: one customer leaves every table, and everybody else stays."""

import re

import duckdb
import pytest
from dbt_project import DbtProject

CUSTOMER = "C00025"


@pytest.fixture(scope="module")
def erased(tmp_path_factory, small_build):
    project = DbtProject(tmp_path_factory.mktemp("erased")).copy_of(small_build)
    project.month = project.published.with_name("2026-05.parquet")
    with duckdb.connect(str(project.warehouse)) as warehouse:
        warehouse.execute("create table work_fingerprints as select 'a' as made_of")
    with duckdb.connect(str(project.published)) as served:
        served.execute(f"copy decision_log to '{project.month}'")
        served.execute(f"create table history_files as select '{project.month}' as path")
    project.result = project.run(
        *("run-operation", "erase_customer", "--args", f"{{customer_id: {CUSTOMER}}}"),
        variables=small_build.variables,
    )
    return project


def tables(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            name: connection.sql(f'from "{name}"').to_arrow_table().to_pylist()
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where not internal"
            ).fetchall()
        }


def naming(rows, customer):
    whole = re.compile(rf"(?<![A-Za-z0-9_-]){customer}(?![A-Za-z0-9_-])")
    return [row for row in rows if any(whole.search(str(value)) for value in row.values())]


@pytest.mark.parametrize("file", ["warehouse", "published"])
def test_nothing_names_the_customer_any_more(erased, small_build, file):
    assert erased.result.returncode == 0, erased.result.output
    before, after = tables(getattr(small_build, file)), tables(getattr(erased, file))
    named = {name for name, rows in before.items() if naming(rows, CUSTOMER)}
    assert {"decision_log", "experiment_assignments", "recommendations"} <= named
    assert not {name for name, rows in after.items() if naming(rows, CUSTOMER)}


@pytest.mark.parametrize("file", ["warehouse", "published"])
def test_everybody_else_and_what_is_added_up_stays(erased, small_build, file):
    before, after = tables(getattr(small_build, file)), tables(getattr(erased, file))
    assert set(before) == set(after) - {"history_files"}
    for name in ("decision_log", "experiment_assignments", "recommendations", "action_values"):
        others = [row for row in before[name] if row["customer_id"] != CUSTOMER]
        assert sorted(map(str, others)) == sorted(map(str, after[name])), name
    for name in ("headline_figures", "drift_references", "data_quality_history", "policy_value"):
        assert sorted(map(str, before[name])) == sorted(map(str, after[name])), name


def test_nothing_is_reused_of_before(erased):
    assert "work_fingerprints" not in tables(erased.warehouse)


def test_the_files_of_past_months_lose_the_customer_alone(erased, small_build):
    with duckdb.connect() as connection:
        months = connection.sql(f"from '{erased.month}'").to_arrow_table().to_pylist()
    log = tables(small_build.published)["decision_log"]
    others = [row for row in log if row["customer_id"] != CUSTOMER]
    assert len(others) < len(log)
    assert sorted(row["decision_id"] for row in months) == sorted(
        row["decision_id"] for row in others
    )


def test_whom_nobody_knows_is_told(erased, small_build):
    result = erased.run(
        *("run-operation", "erase_customer", "--args", "{customer_id: nobody}"),
        variables=small_build.variables,
    )
    assert result.returncode
    assert "No table has a row of the customer 'nobody'" in result.output


def test_lineage_leads_back_to_the_raw_rows(small_build):
    result = small_build.run(
        *("run-operation", "recommendation_lineage", "--args", f"{{customer_id: {CUSTOMER}}}"),
        variables=small_build.variables,
    )
    assert result.returncode == 0, result.output
    steps = dict.fromkeys(re.findall(r"^(\w+): \{", result.output, re.MULTILINE))
    assert next(iter(steps)) == "recommendations"
    assert {"action_values", "customer_features", "stg_raw__customers", "stg_raw__usage"} <= {
        *steps
    }
