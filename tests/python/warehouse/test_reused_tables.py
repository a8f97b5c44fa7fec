"""Tables that would come out the same are left as they are."""

import re
import shutil

import duckdb
import pytest
from dbt_project import DbtProject, reading

CHAIN = {"int_support_tickets_checked", "input_support_tickets", "int_usage_checked"}


@pytest.fixture(scope="module")
def company(raw_folder, small_build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reused")
    shutil.copytree(raw_folder, folder / "raw")
    project = DbtProject(folder).copy_of(small_build)
    project.raw = folder / "raw"
    reused(project)
    return project


def reused(company, *arguments, **variables):
    """Run the chain; returns the names of the tables that are said to be as they were."""
    result = company.run(
        *("run", "--select", "stg_raw__support_tickets", *sorted(CHAIN), *arguments),
        variables=reading(company.raw, **({"nba_is_work_reused": True} | variables)),
        parsed_with=reading(company.raw),
    )
    assert result.returncode == 0, result.output
    return set(re.findall(r"main\.(\w+) \.* ?\[REUSED", result.output))


def write_tickets(company, change):
    path = company.raw / "support_tickets.csv"
    header, *rows = path.read_text().splitlines()
    path.write_text("\n".join([header, *change(rows)]) + "\n")


def test_without_new_data_every_table_stays_and_says_so(company):
    before = company.query("from input_support_tickets order by all")
    assert reused(company) == CHAIN
    assert company.query("from input_support_tickets order by all") == before


def test_the_order_of_rows_is_nothing_new(company):
    write_tickets(company, reversed)
    assert reused(company) == CHAIN


def test_a_new_row_is_taken_in_and_what_does_not_read_it_stays(company):
    ((count,),) = company.query("select count(*) from input_support_tickets")
    write_tickets(company, lambda rows: [f"X{rows[0]}", *rows])
    assert reused(company) == {"int_usage_checked"}
    assert company.query("select count(*) from input_support_tickets") == [(count + 1,)]
    assert reused(company) == CHAIN


def test_whoever_wants_all_built_gets_it(company):
    assert reused(company, "--full-refresh") == set()
    assert reused(company, nba_is_work_reused=False) == set()


def test_a_table_whose_record_is_missing_is_built(company):
    with duckdb.connect(str(company.warehouse)) as connection:
        connection.execute("delete from work_fingerprints where relation_name like '%_checked\"'")
    assert reused(company) == {"input_support_tickets"}
