"""The commands of the pages for new companies, run as they stand there."""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from dbt_project import ROOT

PAGES = {
    "my_company": ROOT / "docs" / "first-day.md",
    **{kind: ROOT / "examples" / kind / "README.md" for kind in ("retailer", "bank", "telecom")},
}
INPUTS = {
    "my_company": {"customers", "subscriptions", "usage", "support_tickets"},
    "retailer": {"customers", "usage", "customer_outcomes"},
    "bank": {"customers", "subscriptions", "customer_outcomes"},
    "telecom": {"customers", "subscriptions", "usage", "support_tickets", "customer_outcomes"},
}
GOALS = {
    "my_company": ["retention"],
    "retailer": ["repeat_purchase", "spend"],
    "bank": ["card_activation", "deposits"],
    "telecom": ["contract_extension", "addon"],
}
# Rows that were made to be rejected: contracts of nobody and of 31 February, cases of nobody.
DIRT = {"my_company": {"subscriptions", "support_tickets"}}


@dataclass
class FirstDay:
    """A page whose commands were run."""

    commands: list[str]
    output: dict[str, str]
    project: Path

    def query(self, sql):
        with duckdb.connect(str(self.project / "warehouse" / "nba.duckdb"), read_only=True) as own:
            return own.execute(sql).fetchall()

    def query_published(self, sql):
        published = self.project / "published" / "nba.duckdb"
        with duckdb.connect(str(published), read_only=True) as served:
            return served.execute(sql).fetchall()


def commands_of(page):
    """The lines of all blocks of shell on a page."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def commands_to_run(name):
    """All commands of the first page; of the others without what their builds do once more."""
    commands = commands_of(PAGES[name])
    if name == "my_company":
        return commands
    return [command for command in commands if not command.endswith("check-inputs")]


def run(command, folder):
    """Run a command where its neighbouring folders are those of a test."""
    words = shlex.split(command)
    if words[:2] == ["make", "setup"]:
        # The tests' own environment takes its place; that make knows how to make one is shown.
        words.insert(1, "--dry-run")
    words = [sys.executable if word == ".venv/bin/python" else word for word in words]
    words = [
        str(folder / word.removeprefix("../")) if word.startswith("../") else word for word in words
    ]
    surroundings = {
        name: value
        for name, value in os.environ.items()
        # What make hands down to the makes it starts is not the page's.
        if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"} and not name.startswith("DBT_")
    }
    done = subprocess.run(
        words,
        cwd=ROOT,
        # Nobody reads dbt's log and its artefacts, which take time to write.
        env=surroundings
        | {"VENV": sys.prefix, "PYTHONPATH": str(ROOT)}
        | {"DBT_LOG_LEVEL_FILE": "none", "DBT_WRITE_JSON": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module", params=PAGES)
def first_day(request, tmp_path_factory):
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    output = {command: run(command, folder) for command in commands_to_run(name)}
    return name, FirstDay(commands_of(PAGES[name]), output, folder / name)


def test_a_page_runs_from_exports_to_recommendations(first_day):
    name, day = first_day
    assert len(day.commands) == 6
    assert day.commands[-1].endswith("summary")
    assert "Published to" in day.output[day.commands[-1]]
    active = day.query_published("select count(*) from recommendations")
    assert active[0][0] > 200, name


def test_the_inputs_are_those_of_the_files_and_nearly_all_rows_are_accepted(first_day):
    name, day = first_day
    company = ", ".join(f"'input_{table}'" for table in sorted(set().union(*INPUTS.values())))
    rows = day.query(
        "select replace(input_name, 'input_', ''), raw_row_count, accepted_row_count, "
        f"quarantined_row_count from input_quality where input_name in ({company}) "
        "and raw_row_count > 0"
    )
    assert {row[0] for row in rows} == INPUTS[name]
    for input_name, raw, accepted, quarantined in rows:
        assert raw == accepted + quarantined
        assert quarantined <= 0.05 * raw, input_name
        assert (quarantined > 0) == (input_name in DIRT.get(name, set())), input_name


def test_the_goals_are_the_company_s_own(first_day):
    name, day = first_day
    goals = day.query("select goal from input_goals order by goal_order")
    assert [goal for (goal,) in goals] == GOALS[name]
    assert day.query("select count(*) from input_actions") == [(3,)]


@pytest.mark.parametrize("first_day", ["my_company"], indirect=True)
def test_days_numbers_and_words_arrive_as_they_were_meant(first_day):
    _, day = first_day
    assert day.query(
        "select min(started_on) > date '2021-01-01', max(started_on) < date '2025-11-03', "
        "median(annual_recurring_revenue_amount) between 3000 and 30000, max(discount_rate) "
        "from input_subscriptions"
    ) == [(True, True, True, 0.3)]
    words = day.query("select distinct severity from input_support_tickets order by 1")
    assert [word for (word,) in words] == ["critical", "high", "low", "medium"]
    assert day.query(
        "select max(active_user_count) > 1, max(feature_count) <= 7, "
        "count(*) = count(distinct (customer_id, week_start_on)) from input_usage"
    ) == [(True, True, True)]


def test_somebody_is_recommended_something(first_day):
    name, day = first_day
    chosen = day.query_published(
        "select count(*) filter (action_id <> 'do_nothing'), sum(cost_amount) from recommendations"
    )
    assert chosen[0][0] > 0, name
    assert chosen[0][1] > 0, name
