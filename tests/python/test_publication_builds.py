"""What is published, and what is not, when builds fail, are killed or are not whole."""

import re
import signal
import subprocess
import time

import pytest
from dbt_project import WITHOUT_DATA_TESTS, DbtProject, copy_of_the_project


@pytest.fixture(scope="module")
def small_build(tmp_path_factory, raw_folder):
    project = DbtProject(tmp_path_factory.mktemp("small"))
    project.build(variables={"nba_raw_path": str(raw_folder)})
    return project


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
        project.command("build", *WITHOUT_DATA_TESTS, variables=variables),
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


@pytest.mark.parametrize(
    ("node", "budget"),
    [
        ("int_usage_checked", 300),
        ("recommendations", 400),
        ("decision_log", 500),
        ("policy_value", 600),
        ("int_publication_written", 700),
    ],
)
def test_a_build_that_is_killed_leaves_a_whole_file_and_the_next_one_publishes(
    small_build, raw_folder, node, budget
):
    budgets = "select distinct budget_amount from allocation_certificate"
    before = small_build.query_published(budgets)
    batches = "select max(batch_number) from decision_log"
    ((batch,),) = small_build.query_published(batches)
    variables = {"nba_raw_path": str(raw_folder), "nba_budget_amount": budget}
    kill_when_started(small_build, node, variables)
    # Publication may have been quicker than the signal, but there is no third possibility.
    possible = [before] if node != "int_publication_written" else [before, [(budget,)]]
    assert small_build.query_published(budgets) in possible
    small_build.build(*WITHOUT_DATA_TESTS, variables=variables)
    assert small_build.query_published(budgets) == [(budget,)]
    assert small_build.query_published("select count(*) > 0 from recommendations") == [(True,)]
    # Every decision is in the log once, whether it was logged before the kill or after it.
    assert small_build.query_published(batches) == [(batch + 1,)]
    assert small_build.query_published(
        "select count(*) = count(distinct decision_id), "
        "count(*) = count(distinct (batch_number, policy, customer_id)), "
        f"count(*) filter (batch_number = {batch + 1}) "
        "= count(distinct policy) * (select count(*) from recommendations) from decision_log"
    ) == [(True, True, True)]
