"""A raw table may be a folder of Parquet files."""

import duckdb
import pytest


@pytest.fixture
def raw(tmp_path):
    """A folder with usage of three days: in three files, the oldest without one of the columns."""
    folder = tmp_path / "raw"
    for day, columns in (
        ("2026-06-01", "'c1' as customer_id, 4 as session_count"),
        ("2026-06-08", "'c1' as customer_id, 5 as session_count, 2 as feature_count"),
        ("2026-06-15", "'c2' as customer_id, 6 as session_count, 3 as feature_count"),
    ):
        part = folder / "usage" / f"week_start_on={day}"
        part.mkdir(parents=True)
        duckdb.execute(f"copy (select {columns}) to '{part / 'part-0.parquet'}'")
    (folder / "customers.csv").write_text("customer_id\nc1\nc2\n")
    (folder / "actions.csv").write_text("action_id,goal,channel,unit_cost_amount,is_enabled\n")
    return folder


def test_files_of_a_folder_are_one_table_and_names_of_folders_are_columns(raw, project):
    variables = {"nba_raw_path": str(raw)}
    result = project.run("run", "--select", "stg_raw__usage", variables=variables)
    assert result.returncode == 0, result.output
    assert project.query(
        "select customer_id, week_start_on::varchar, session_count::varchar, "
        "feature_count::varchar, active_user_count from stg_raw__usage order by 2"
    ) == [
        ("c1", "2026-06-01", "4", None, None),
        ("c1", "2026-06-08", "5", "2", None),
        ("c2", "2026-06-15", "6", "3", None),
    ]
    (raw / "usage.csv").write_text("customer_id,week_start_on,session_count\n")
    result = project.run("run", "--select", "stg_raw__usage", variables=variables)
    assert "Parquet files in a folder 'usage' beside it. Keep one of them." in result.output
