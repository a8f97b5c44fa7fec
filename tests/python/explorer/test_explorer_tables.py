"""What the explorer asks, on a small company: filters, one customer, another budget, policies."""

import csv
import io

import duckdb
import numpy as np
import pytest

from python_ml.explorer import __main__ as program
from python_ml.explorer import customer, policies, reallocation
from python_ml.explorer.recommendations import Filter, as_csv, filter_values, recommendations


def test_recommendations_come_in_the_order_to_act_in(connection):
    found = recommendations(connection, Filter({}))
    assert len(found) == 59
    assert found["priority_rank"].is_monotonic_increasing
    assert set(found["uplift_type"]) == {"retention: persuadable"}
    assert len(recommendations(connection, Filter({}, is_open=False))) == 60


def test_filters_hold_together(connection):
    kept = {"evidence": ["assumed"], "account_manager_id": ["M1"], "action_id": []}
    found = recommendations(connection, Filter(kept, customer="C02"))
    assert set(found["customer_id"]) == {"C021", "C023", "C025", "C027"}
    assert filter_values(connection)["evidence"] == ["assumed", "experimented"]


def test_a_file_holds_every_row(connection):
    found = recommendations(connection, Filter({}))
    header, *rows = csv.reader(io.StringIO(as_csv(found).decode()))
    assert header == list(found)
    assert len(rows) == len(found)


def test_the_arithmetic_adds_up(connection):
    for option in customer.options(connection, "C010", "auto").to_dict("records"):
        steps = customer.arithmetic(option)
        parts = [value for step, value in steps if not step.startswith("=")]
        assert steps[-1][0].startswith("=")
        assert sum(parts) == pytest.approx(steps[-1][1])


def option(**changed):
    return {
        "is_chosen": False,
        "is_eligible": True,
        "blocked_reason": None,
        "success_probability": 0.5,
        "uplift": 0.1,
        "incremental_value_amount": 1000.0,
        "cost_amount": 20.0,
        "expected_value_amount": 75.0,
        "decision_value_amount": 150.0,
        "resource_charge_amount": 40.0,
        "net_value_amount": 110.0,
    } | changed


def test_every_step_of_the_arithmetic_is_named():
    assert [value for _, value in customer.arithmetic(option())] == pytest.approx(
        [100, -5, -20, 75, 75, -40, 110]
    )
    steps = customer.arithmetic(option(uplift=np.nan, expected_value_amount=480.0))
    assert steps[0] == ("probability of success of 50.00% on 1,000.00", 500.0)
    assert customer.arithmetic(option(uplift=None, success_probability=None)) == [
        ("= expected value", 75.0)
    ]
    assert customer.arithmetic(option(decision_value_amount=np.nan))[-1] == ("= expected value", 75)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"is_chosen": True}, ""),
        ({"is_eligible": False, "blocked_reason": "no consent"}, "Closed: no consent."),
        ({"decision_value_amount": np.nan}, "It is no option: it is not expected"),
        ({"net_value_amount": -1.0}, "What it takes earns more with other customers."),
        ({}, "Its net value is 90.00 lower."),
        ({"net_value_amount": 201.0}, "Chance decided, or the last unit"),
    ],
)
def test_a_sentence_says_why_not(changed, words):
    assert customer.why_not(option(**changed), option(net_value_amount=200.0)).startswith(words)


def test_history_has_every_day_with_what_came_of_it(connection):
    rows = customer.history(connection, "C005").to_dict("records")
    assert [row["state"] for row in rows] == ["made", "delivered"]
    assert rows[1]["outcomes"] == "stayed 1.0"


def test_who_is_not_there_has_nothing(connection):
    assert customer.recommendation(connection, "C999") == {}
    assert customer.options(connection, "C999", "auto").empty


@pytest.fixture
def auto(connection):
    return reallocation.Reallocation(connection, "auto")


def test_a_budget_and_the_hours_of_managers_hold(auto, connection):
    outcome = auto.with_budget(100)
    assert outcome.spend_amount <= 100
    choices = outcome.choices.merge(
        connection.execute("select customer_id, account_manager_id from customer_profile").df()
    )
    calls = choices[choices["action_id"] == "call"]["account_manager_id"].value_counts(dropna=False)
    assert calls.get("M0", 0) <= 3
    assert calls.get("M1", 0) <= 2
    assert outcome.value_amount == pytest.approx(choices["value_amount"].sum())
    assert outcome.value_amount <= outcome.upper_bound_amount + 1e-6
    assert outcome.treated_customer_count == (choices["action_id"] != "do_nothing").sum()
    assert outcome.reason is None


def test_more_money_earns_no_less(auto):
    values = [auto.with_budget(budget).value_amount for budget in (1, 10, 60, 100, 500)]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_what_chance_decided_stays(auto):
    for budget in (1, 500):
        choices = auto.with_budget(budget).choices.set_index("customer_id")
        assert choices.loc["C001", "action_id"] == "email"
    with pytest.raises(ValueError, match="needs 1 of budget, and there is 0"):
        auto.with_budget(0)


def test_who_changes_is_counted_once(auto, connection):
    before = reallocation.published_choices(connection, "auto")
    after = auto.with_budget(10).choices
    changed = reallocation.differences(before, after)
    assert len(changed) == 50
    moved = reallocation.moves(changed)
    assert moved["customer_count"].sum() == 50
    assert moved["added_value_amount"].sum() == pytest.approx(
        after["value_amount"].sum() - before["value_amount"].sum()
    )
    assert reallocation.differences(before, before).empty


def test_a_file_of_an_older_version_is_an_error_that_says_what_to_do(company, tmp_path):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as old:
        old.execute(f"attach '{company}' as served (read_only)")
        old.execute("create table action_values as from served.action_values")
        with pytest.raises(ValueError, match="Build again with this version"):
            reallocation.Reallocation(old, "auto")


def test_policies_stand_side_by_side(connection):
    assert policies.policy_names(connection) == ["auto", "rules"]
    compared = policies.comparison(connection).set_index("policy")
    assert compared.loc["auto", "difference"] == 5
    assert np.isnan(compared.loc["rules", "difference"])
    assert policies.actions_by_policy(connection)["customer_count"].tolist() == [60, 60]
    assert policies.agreement(connection, "auto", "rules")["customer_count"].tolist() == [60]


def test_the_program_says_what_is_missing(company, tmp_path, monkeypatch, capsys):
    assert program.main(["--published", str(tmp_path / "none.duckdb")]) == 2
    assert "Run `make build` first" in capsys.readouterr().err
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda _: None)
    assert program.main(["--published", str(company)]) == 2
    assert "make explore" in capsys.readouterr().err


def test_the_page_is_served_to_this_machine_alone(company, monkeypatch):
    called = []
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda found: found)
    monkeypatch.setattr(program.os, "execve", lambda *given: called.append(given))
    program.main(["--published", str(company), "--port", "8600"])
    ((_, words, surroundings),) = called
    assert words[words.index("--server.address") + 1] == "127.0.0.1"
    assert words[words.index("--server.port") + 1] == "8600"
    assert surroundings["NBA_PUBLISHED_PATH"] == str(company)
