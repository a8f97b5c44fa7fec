"""What is published, and what is not, when builds fail, are killed or are not whole."""

import re
import signal
import time

import pytest
from dbt_project import DbtProject

# Before decisions are logged, and after that, while they are published.
KILLED_AT = ("decision_log", "int_publication_written")
TEST = "assert_live_allocation_is_feasible"


@pytest.fixture
def published(small_build, tmp_path):
    """A copy of the small build that a test may change."""
    return DbtProject(tmp_path / "copy").copy_of(small_build)


@pytest.fixture(scope="module")
def failed_build(small_build, tmp_path_factory):
    """A build without money, one of whose tests fails, where something was published before."""
    project = DbtProject(tmp_path_factory.mktemp("failed")).copy_of(small_build)
    project.tests = (TEST,)
    project.code[TEST] = "select 1 as failure"
    variables = {**small_build.variables, "nba_budget_amount": 0}
    project.result = project.run("build", variables=variables)
    return project


def test_a_build_whose_tests_fail_leaves_the_served_file_untouched(small_build, failed_build):
    assert failed_build.result.returncode == 1, failed_build.result.output
    assert TEST in failed_build.result.output
    assert failed_build.published.read_bytes() == small_build.published.read_bytes()


def test_a_budget_of_0_buys_nothing_that_costs(failed_build):
    assert failed_build.query(
        "select action_id, sum(cost_amount) from recommendations group by 1",
    ) == [("do_nothing", 0)]
    assert failed_build.query("select distinct budget_amount from budget_frontier") == [(0,)]
    assert failed_build.query("select distinct budget_amount from allocation_certificate") == [(0,)]


NOT_WHOLE = "Nothing is published: only a dbt build of all public tables"
# All that a build has to make to be a whole one, where readiness is the only public table.
ROOM = ("--select", "readiness", "publication")
ONLY_READINESS = {"public_tables": "{{ return(['readiness']) }}"}


@pytest.mark.parametrize(
    "arguments",
    [["run"], ["build", "--empty"], ["build", "--exclude-resource-type", "test"]],
    ids=" ".join,
)
def test_what_was_not_tested_in_the_same_run_is_not_published(small_build, published, arguments):
    published.macros = ONLY_READINESS
    before = published.published.read_bytes()
    result = published.run(*arguments, *ROOM, variables=small_build.variables)
    assert result.returncode == 0, result.output
    assert NOT_WHOLE in result.output
    assert published.published.read_bytes() == before


def test_only_with_all_public_tables_a_build_is_published(small_build, published):
    before = published.published.read_bytes()
    result = published.run("build", *ROOM, variables=small_build.variables)
    assert result.returncode == 0, result.output
    assert NOT_WHOLE in result.output
    assert published.published.read_bytes() == before
    published.macros = ONLY_READINESS
    published.build(*ROOM, variables=small_build.variables)
    assert published.published.read_bytes() != before


def kill_when_started(project, node, variables):
    """Build, and kill the process without warning as soon as it begins a node."""
    log = project.folder / "logs" / "dbt.log"
    log.unlink(missing_ok=True)
    process = project.start("build", variables=variables)
    started = re.compile(rf"START .* model main\.{node} ")
    while process.poll() is None:
        if log.exists() and started.search(log.read_text()):
            process.send_signal(signal.SIGKILL)
            process.wait()
            return
        time.sleep(0.01)
    pytest.fail(f"the build ended before {node} began")


def test_builds_that_are_killed_leave_a_whole_file_and_the_next_one_publishes(
    small_build, published
):
    published.tests = ()
    budget = 300
    budgets = "select distinct budget_amount from allocation_certificate"
    before = published.query_published(budgets)
    batches = "select max(batch_number) from decision_log"
    ((batch,),) = published.query_published(batches)
    variables = {**small_build.variables, "nba_budget_amount": budget}
    for node in KILLED_AT:
        kill_when_started(published, node, variables)
        # Publication may have been quicker than the signal, but there is no third possibility.
        possible = [before] if node != "int_publication_written" else [before, [(budget,)]]
        assert published.query_published(budgets) in possible
    published.build(variables=variables)
    assert published.query_published(budgets) == [(budget,)]
    assert published.query_published("select count(*) > 0 from recommendations") == [(True,)]
    # Every decision is in the log once, whether it was logged before the kill or after it.
    assert published.query_published(batches) == [(batch + 1,)]
    assert published.query_published(
        "select count(*) = count(distinct decision_id), "
        "count(*) = count(distinct (batch_number, policy, customer_id)), "
        f"count(*) filter (batch_number = {batch + 1}) "
        "= count(distinct policy) * (select count(*) from recommendations) from decision_log"
    ) == [(True, True, True)]


def test_the_log_of_one_company_is_not_mixed_with_the_data_of_another(published):
    result = published.run("run", "--select", "stg_raw__customers")
    assert result.returncode == 1
    assert "The warehouse was built from other data (raw files)" in result.output
    assert "Set NBA_DATABASE_PATH and NBA_PUBLISHED_PATH" in result.output


def test_another_company_s_log_is_not_brought_back(published):
    published.warehouse.unlink()
    result = published.run("seed", "--select", "actions")
    assert result.returncode == 0, result.output
    assert published.query("select table_name from duckdb_tables()") == [("actions",)]


def test_cleaning_leaves_what_cannot_be_computed_again(small_build, published):
    result = published.run(
        "run-operation", "drop_what_can_be_built_again", variables=small_build.variables
    )
    assert result.returncode == 0, result.output
    kept = [
        *("crm_action_log", "data_quality_history", "decision_log", "decision_withdrawals"),
        *("drift_history", "drift_references", "experiment_assignments", "headline_figures"),
        *("mandatory_action_log", "model_registry", "policy_promotions", "publications"),
    ]
    assert published.query("select table_name from duckdb_tables() order by 1") == [
        (name,) for name in kept
    ]
    for name in kept:
        rows = f"select count(*), sum(hash(t)::hugeint) from {name} as t"
        assert published.query(rows) == small_build.query(rows), name
    # What is left is still known for another company's.
    result = published.run("run", "--select", "stg_raw__customers")
    assert "The warehouse was built from other data (raw files)" in result.output
