"""Tables in, tables out: today's decisions with those in mind who come up later."""

import datetime as dt

import pyarrow as pa
import pytest
from test_decision_allocation import ACTIONS, COSTS, NUMBERS, USES, managers, options

from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import ResourceTables, allocate_policies
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.decisions.scenario_outcomes import evaluate_scenarios

MONTH_END = dt.date(2026, 6, 30)
DAY = dt.date(2026, 6, 10)
FORESEEN = pa.schema(
    [
        ("policy", pa.string()),
        ("point_number", pa.int64()),
        ("action_number", pa.int32()),
        ("foreseen_on", pa.date32()),
        ("account_manager_id", pa.string()),
        ("cost_amount", pa.float64()),
        ("decision_value_amount", pa.float64()),
    ]
)


def foresight(values, *, on=DAY, manager=None, rate=1.0):
    """Values of e_mail and call by decision to come."""
    rows = [
        {
            "policy": "uplift_v2",
            "point_number": point,
            "action_number": NUMBERS[action],
            "foreseen_on": on,
            "account_manager_id": manager,
            "cost_amount": COSTS[action],
            "decision_value_amount": value,
        }
        for point, (e_mail, call) in values.items()
        for action, value in (("e_mail", e_mail), ("call", call))
    ]
    return Foresight(pa.Table.from_pylist(rows, schema=FORESEEN), rate)


def limit(resource, left, **others):
    return {
        "resource_id": resource,
        "account_manager_id": "all",
        "maximum_amount": left,
        "minimum_amount": 0.0,
        "period": "month",
        "period_end": MONTH_END,
        "plan_amount": left,
        "later_period_count": 0.0,
        **others,
    }


def tables(customers, *limits, manager=None):
    schema = pa.Table.from_pylist([limit("x", 1.0)]).schema
    rows = pa.Table.from_pylist(list(limits), schema=schema)
    return ResourceTables(managers(dict.fromkeys(customers, manager)), rows, USES, ACTIONS)


def decide(values, foreseen, *limits, manager=None, explored=None, prices_all=False):
    table = allocate_policies(
        PolicyOptions.of_table(
            options(values, explored) if values else options({1: (1.0, 1.0)}).slice(0, 0)
        ),
        tables(values, *limits, manager=manager),
        foreseen,
        prices_all=prices_all,
    )
    rows = table.to_pylist()
    choices = {r["customer_number"]: r for r in rows if r["record"] == "choice"}
    resources = {
        (r["resource_id"], r["account_manager_id"]): r for r in rows if r["record"] == "resource"
    }
    bounds = [r for r in rows if r["record"] == "bound"]
    return choices, resources, bounds


TODAY = {1: (5.0, 50.0), 2: (6.0, 40.0)}
BETTER = {7: (5.0, 90.0), 8: (5.0, 80.0), 9: (5.0, 70.0)}


def test_today_does_not_take_what_is_worth_more_later():
    budget, calls = limit("budget", 1_000.0), limit("calls", 3.0)
    choices, resources, (bound,) = decide(TODAY, foresight(BETTER), budget, calls)
    assert [choices[c]["action_number"] for c in TODAY] == [1, 1]
    assert choices[1]["resource_id"] == "calls"
    # The third call of the month is worth 65 more than an e-mail, and 45 to the best of today.
    assert 45 - 1e-3 <= resources["calls", "all"]["price"] <= 65 + 1e-3
    assert bound["upper_bound_amount"] == pytest.approx(11, abs=1e-2)
    assert bound["horizon_upper_bound_amount"] == pytest.approx(240 + 11, rel=1e-3)


def test_where_nothing_is_foreseen_everything_is_as_without_foresight():
    budget, calls = limit("budget", 12.0), limit("calls", 1.0)
    arguments = PolicyOptions.of_table(options(TODAY)), tables(TODAY, budget, calls)
    assert allocate_policies(*arguments, foresight({})).equals(allocate_policies(*arguments))


def test_what_cannot_be_used_later_is_used_today():
    budget = limit("budget", 1_000.0)
    calls = limit("calls", 3.0, period="day", period_end=dt.date(2026, 6, 1), plan_amount=1.0)
    choices, resources, _ = decide(
        TODAY, foresight(BETTER), budget, {**calls, "later_period_count": 29.0}
    )
    assert [choices[c]["action_number"] for c in TODAY] == [2, 2]
    assert resources["calls", "all"]["price"] == pytest.approx(0, abs=1e-6)


def test_money_is_spared_for_as_many_as_later_periods_of_a_resource_let_through():
    budget = limit("budget", 20.0)
    calls = limit("calls", 9.0, period="day", period_end=dt.date(2026, 6, 1))
    later = foresight(BETTER)
    full, _, _ = decide(TODAY, later, budget, {**calls, "later_period_count": 29.0})
    none, _, _ = decide(TODAY, later, budget, {**calls, "plan_amount": 0.0})
    assert [full[c]["action_number"] for c in TODAY] == [0, 0]
    assert 2 in {none[c]["action_number"] for c in TODAY}


def test_an_account_manager_keeps_hours_for_their_own_customers():
    budget = limit("budget", 1_000.0)
    hours = [limit("hours", 0.5, account_manager_id=name) for name in ("ann", "bob")]
    for manager, action in (("ann", 1), ("bob", 2)):
        choices, _, _ = decide(
            {1: (5.0, 50.0)}, foresight(BETTER, manager="ann"), budget, *hours, manager=manager
        )
        assert choices[1]["action_number"] == action


def test_a_minimum_is_asked_for_by_its_price_and_demanded_when_nobody_follows():
    budget = limit("budget", 1_000.0)
    calls = limit("calls", 9.0, minimum_amount=2.0)
    values = {1: (5.0, 1.0), 2: (5.0, 2.0)}
    cheaper = {8: (5.0, 4.5), 9: (5.0, 4.9)}
    choices, resources, (bound,) = decide(values, foresight(cheaper), budget, calls)
    assert [choices[c]["action_number"] for c in values] == [1, 1]
    assert 0.5 - 1e-3 <= resources["calls", "all"]["minimum_price"] <= 3 + 1e-3
    assert not resources["calls", "all"]["is_minimum_due"]
    assert bound["reason"] is None
    choices, resources, _ = decide(
        values, foresight(cheaper, on=dt.date(2026, 7, 1)), budget, calls
    )
    assert [choices[c]["action_number"] for c in values] == [2, 2]
    assert resources["calls", "all"]["is_minimum_due"]


def test_who_explores_is_paid_for_first_and_priced_like_the_others():
    budget, calls = limit("budget", 1_000.0), limit("calls", 3.0)
    choices, resources, _ = decide(TODAY, foresight(BETTER), budget, calls, explored={2: "call"})
    assert choices[2]["action_number"] == 2
    assert choices[2]["priced_action_number"] == 1
    assert resources["calls", "all"]["use_amount"] == 1


def test_a_day_on_which_nobody_comes_up_has_prices():
    limits = limit("budget", 1_000.0), limit("calls", 2.0)
    choices, resources, bounds = decide({}, foresight(BETTER), *limits, prices_all=True)
    assert not choices
    assert len(bounds) == 1
    assert resources["calls", "all"]["price"] >= 65 - 1e-3
    assert decide({}, foresight(BETTER), *limits) == ({}, {}, [])


def test_a_sample_stands_for_all_of_whom_it_is_drawn():
    """Half of 200 decisions to come, of which 100 calls are left: the price splits them."""
    everybody = {100 + n: (0.0, float(n + 1)) for n in range(200)}
    half = {point: value for point, value in everybody.items() if point % 2}
    limits = limit("budget", 1e6), limit("calls", 100.0)
    prices = [
        decide(TODAY, foresight(values, rate=rate), *limits)[1]["calls", "all"]["price"]
        for values, rate in ((everybody, 1.0), (half, 0.5))
    ]
    assert prices[0] == pytest.approx(100, abs=3)
    assert prices[1] == pytest.approx(prices[0], abs=5)


def scenario(changed, target, operation, amount):
    return {
        "scenario_id": "s",
        "changed": changed,
        "target": target,
        "operation": operation,
        "amount": amount,
    }


def outcomes(change, left, planned, later=45.0):
    table = evaluate_scenarios(
        PolicyOptions.of_table(options(TODAY)),
        tables(TODAY, limit("budget", left, plan_amount=planned)),
        pa.Table.from_pylist([change]),
        foresight({7: (0.0, later)}),
    )
    return {row["scenario_id"]: row for row in table.to_pylist()}


def test_a_scenario_changes_the_plan_and_not_what_was_used_of_it():
    # 80 of 100 are used; of 110 there are 30 left, for the call of later and both of today.
    found = outcomes(scenario("budget_amount", "budget", "multiply", 1.1), 20.0, 100.0)
    assert found["as_is"]["spend_amount"] == 11
    assert found["s"]["spend_amount"] == 20


def test_a_scenario_changes_what_an_action_costs_later_as_well():
    # At 5 each, 15 are enough for everybody; at 10, the one of later would take two thirds.
    found = outcomes(scenario("action_cost", "call", "set", 5.0), 15.0, 15.0, later=300.0)
    assert found["s"]["value_amount"] == 55 + 45
