"""The queries and the cheap commands of the pages, run on the demo."""

import importlib
import os
import re
import sys

import duckdb
import pytest
from guides import PAGES, all_blocks, blocks, commands_in, is_command_block

# Commands that are run here: those that read what a build made, and take a second.
CHEAP = [("python", "-m", "python_ml.inputs"), ("python", "-m", "python_ml.activation", "export")]
# First words of commands that are not -> why not. That what they name is there is checked in
# test_guides.py.
NOT_RUN_HERE = {
    ("make",): "builds and benchmarks take minutes; test_first_day.py runs those of its pages",
    ("dbt",): "builds take minutes; conftest.py makes the shared ones",
    ("python", "-c"): "the first query has a test of its own below",
    (
        "python",
        "-m",
        "python_ml.activation",
        "deliver",
    ): "test_deliver.py has an endpoint",
    ("python", "-m", "python_ml.explorer"): "serves a page; test_app.py runs it",
    ("python", "-m", "python_ml.governance"): "test_governance.py writes both pages",
    ("python", "-m", "python_ml.report"): "test_report.py draws the page of the demo",
    (
        "python",
        "-m",
        "python_ml.simulator",
    ): "test_first_day.py and test_life.py do",
    ("python", "-m", "python_ml.starter"): "test_first_day.py does",
    ("mf",): "MetricFlow is not part of the lock",
    ("export",): "sets a variable of the shell",
    ("cp",): "copies files of the reader's own; test_first_day.py runs those of its pages",
}


def is_among(words, beginnings):
    return any(tuple(words[: len(first)]) == first for first in beginnings)


def commands():
    return [
        words
        for block in all_blocks("sh", "bash", "")
        if block.language or is_command_block(block)
        for words in commands_in(block)
    ]


@pytest.fixture(scope="module")
def served(demo):
    with duckdb.connect(str(demo.published), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("block", all_blocks("sql"), ids=str)
def test_queries_run_on_the_served_file(served, block):
    query = block.text
    if query.startswith("case"):
        # An expression over features, as it is pasted.
        query = f"select {query} as action_id from customer_features"
    result = served.execute(query)
    names = [column[0] for column in result.description]
    assert len(set(names)) == len(names)
    result.fetchall()


def test_the_queries_of_the_demo_s_own_tables_find_something(served):
    # Tables that have rows on a first day only if something is set or has happened.
    empty = {
        *("action_deliveries", "decision_effects", "decision_outcomes", "decision_states"),
        *("decision_withdrawals", "experiment_actions", "experiment_proposals"),
        *("mandatory_action_log", "mandatory_actions", "policy_promotions"),
        *("exploration_health", "promises", "propensity_health", "uplift_calibration"),
    }
    # Failed checks, of which there should be none.
    empty.add("experiment_health")
    # What has drifted since the reference was taken, on the day it was taken.
    empty.add("drift")
    (page,) = [page for page in PAGES if page.name == "tables.md"]
    without_rows = {
        re.search(r"\bfrom (\w+)", block.text).group(1)
        for block in blocks(page)
        if not served.execute(block.text).fetchall()
    }
    assert without_rows <= empty


def test_every_command_is_run_or_listed_with_a_reason():
    found = [words for words in commands() if not is_among(words, CHEAP)]
    assert [words for words in found if not is_among(words, NOT_RUN_HERE)] == []
    unused = [first for first in NOT_RUN_HERE if not any(is_among(w, [first]) for w in found)]
    assert unused == []


@pytest.mark.parametrize(
    "words", [words for words in commands() if is_among(words, CHEAP)], ids=" ".join
)
def test_cheap_commands_run(demo, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBA_DATABASE_PATH", str(demo.warehouse))
    monkeypatch.setenv("NBA_PUBLISHED_PATH", str(demo.published))
    monkeypatch.setattr(sys, "argv", words[2:])
    more = ["--output", str(tmp_path)] if "export" in words else []
    main = importlib.import_module(f"{words[2]}.__main__").main
    assert main([*words[3:], *more]) == 0
    assert capsys.readouterr().out


def test_the_first_query_of_the_readme_shows_three_customers(demo, capsys):
    (readme,) = [page for page in PAGES if page.parent.joinpath("Makefile").exists()]
    (code,) = [
        words[2]
        for block in blocks(readme)
        if block.language == "sh"
        for words in commands_in(block)
        if words[:2] == ["python", "-c"]
    ]
    folder = os.fspath(demo.published.parent)
    exec(compile(code.replace("published/", f"{folder}/"), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "priority_rank" in printed
    assert printed.count("│ C") == 3
