"""Tables in, tables out: choices, resources, exploration and scenarios."""

import pyarrow as pa
import pytest

from python_ml.decisions.policy_allocation import ResourceTables, allocate_policies
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.decisions.scenario_outcomes import evaluate_scenarios

ACTIONS = pa.Table.from_pylist(
    [
        {"action_id": "call", "catalogue_order": 3},
        {"action_id": "do_nothing", "catalogue_order": 1},
        {"action_id": "e_mail", "catalogue_order": 2},
    ]
)
NUMBERS = {"do_nothing": 0, "e_mail": 1, "call": 2}
COSTS = {"do_nothing": 0.0, "e_mail": 1.0, "call": 10.0}
USES = pa.Table.from_pylist(
    [
        {"resource_id": "calls", "action_id": "call", "amount": 1.0},
        {"resource_id": "hours", "action_id": "call", "amount": 0.5},
    ]
)


def options(values, explored=None, policy="uplift_v2"):
    """Values of e_mail and call by customer; `explored` maps a customer to the drawn action."""
    explored = explored or {}
    rows = []
    for customer, (e_mail, call) in values.items():
        for action, value in (("do_nothing", 0.0), ("e_mail", e_mail), ("call", call)):
            rows.append(
                {
                    "policy": policy,
                    "customer_number": customer,
                    "action_number": NUMBERS[action],
                    "cost_amount": COSTS[action],
                    "expected_value_amount": value,
                    "decision_value_amount": value if value > 0 or not NUMBERS[action] else None,
                    "is_explored": explored.get(customer) == action,
                    "is_explorer": customer in explored,
                }
            )
    return pa.Table.from_pylist(rows)


def limits(budget=100.0, calls=None, hours=None):
    rows = [("budget", "all", budget, 0.0)]
    if calls is not None:
        rows.append(("calls", "all", *calls))
    for manager, amount in (hours or {}).items():
        rows.append(("hours", manager, amount, 0.0))
    names = ("resource_id", "account_manager_id", "maximum_amount", "minimum_amount")
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def tables_of(manager_of, **limit):
    return ResourceTables(managers(manager_of), limits(**limit), USES, ACTIONS)


def managers(of):
    return pa.table(
        {
            "customer_number": pa.array(list(of), pa.int64()),
            "account_manager_id": pa.array(list(of.values()), pa.string()),
        }
    )


def allocate(values, explored=None, manager_of=None, **limit):
    table = allocate_policies(
        PolicyOptions.of_table(options(values, explored)),
        tables_of(manager_of or dict.fromkeys(values), **limit),
    )
    rows = table.to_pylist()
    choices = {r["customer_number"]: r for r in rows if r["record"] == "choice"}
    resources = {
        (r["resource_id"], r["account_manager_id"]): r for r in rows if r["record"] == "resource"
    }
    (bound,) = [r for r in rows if r["record"] == "bound"]
    return choices, resources, bound


VALUES = {1: (5.0, 50.0), 2: (6.0, 40.0), 3: (7.0, 30.0), 4: (-1.0, -1.0)}


def test_the_dearest_limit_decides_and_says_so():
    choices, resources, bound = allocate(VALUES, calls=(2.0, 0.0))
    assert [choices[c]["action_number"] for c in (1, 2, 3, 4)] == [2, 2, 1, 0]
    assert choices[3]["resource_id"] == "calls"
    assert choices[1]["resource_id"] is None
    assert resources["calls", "all"]["use_amount"] == 2
    assert resources["budget", "all"]["use_amount"] == 21
    # One more call would turn 7 into 30, and the price may lie anywhere up to what it displaced.
    assert 23 - 1e-3 <= resources["calls", "all"]["price"] <= 34 + 1e-3
    assert bound["upper_bound_amount"] == pytest.approx(97, rel=1e-3)


def test_account_managers_have_hours_of_their_own():
    choices, resources, _ = allocate(
        VALUES, manager_of={1: "ann", 2: "ann", 3: "bob", 4: None}, hours={"ann": 0.5, "bob": 9.0}
    )
    assert [choices[c]["action_number"] for c in (1, 2, 3)] == [2, 1, 2]
    assert choices[2]["resource_id"] == "hours"
    assert resources["hours", "ann"]["use_amount"] == 0.5
    assert resources["hours", "bob"]["price"] == 0


def test_what_is_drawn_to_be_explored_is_done_and_paid_for_first():
    choices, resources, bound = allocate(VALUES, explored={4: "call"}, budget=20.0)
    assert choices[4]["action_number"] == 2
    assert choices[4]["priced_action_number"] == 0
    assert [choices[c]["action_number"] for c in (1, 2, 3)] == [2, 0, 0]
    assert resources["budget", "all"]["use_amount"] == 20
    assert bound["upper_bound_amount"] >= 49 - 1e-6


def test_more_exploration_than_there_is_names_the_variable():
    with pytest.raises(
        ValueError, match="nba_exploration_rate and nba_challenger_share settle needs 20 of budget"
    ):
        allocate(VALUES, explored={3: "call", 4: "call"}, budget=15.0)
    with pytest.raises(ValueError, match="more of hours than an account manager has"):
        allocate(
            VALUES,
            explored={4: "call"},
            manager_of=dict.fromkeys(VALUES, "ann"),
            hours={"ann": 0.1},
        )


def test_a_learning_quota_is_met_and_one_beyond_reach_is_explained():
    choices, _, bound = allocate({1: (9.0, 1.0), 2: (9.0, 2.0)}, calls=(None, 1.0))
    assert [choices[c]["action_number"] for c in (1, 2)] == [1, 2]
    assert bound["reason"] is None
    _, _, bound = allocate(VALUES, budget=15.0, calls=(None, 2.0))
    assert bound["reason"] == "calls uses 1 of the required 2"


def test_policies_are_allocated_each_on_its_own():
    table = pa.concat_tables([options(VALUES), options(VALUES, policy="propensity_v1")])
    found = allocate_policies(
        PolicyOptions.of_table(table), tables_of(dict.fromkeys(VALUES), calls=(2.0, 0.0))
    ).to_pylist()
    by_policy = {
        policy: [
            row["action_number"]
            for row in found
            if row["policy"] == policy and row["record"] == "choice"
        ]
        for policy in ("uplift_v2", "propensity_v1")
    }
    assert by_policy["uplift_v2"] == by_policy["propensity_v1"] == [2, 2, 1, 0]


def scenarios(rows, **limit):
    names = ("scenario_id", "changed", "target", "operation", "amount")
    schema = pa.schema([*((name, pa.string()) for name in names[:4]), ("amount", pa.float64())])
    changes = pa.Table.from_pylist(
        [dict(zip(names, row, strict=True)) for row in rows], schema=schema
    )
    table = evaluate_scenarios(
        PolicyOptions.of_table(options(VALUES)), tables_of(dict.fromkeys(VALUES), **limit), changes
    )
    return {row["scenario_id"]: row for row in table.to_pylist()}


def test_scenarios_change_budget_limits_and_costs_and_leave_things_as_they_are():
    found = scenarios(
        [
            ("rich", "budget_amount", "budget", "multiply", 2.0),
            ("more_calls", "resource_maximum", "calls", "add", 1.0),
            ("dear_calls", "action_cost", "call", "set", 45.0),
            ("both", "budget_amount", "budget", "set", 30.0),
            ("both", "resource_maximum", "calls", "set", 3.0),
        ],
        budget=21.0,
        calls=(2.0, 0.0),
    )
    assert found["as_is"]["value_amount"] == 97
    assert found["rich"]["value_amount"] == 97
    assert found["more_calls"]["value_amount"] == 97
    assert found["both"]["value_amount"] == 120
    # At 45 a call to the first customer is worth 15, and dearer than the budget of 21.
    assert found["dear_calls"]["value_amount"] == 18
    assert found["both"]["changes"] == (
        "budget_amount of budget: set 30; resource_maximum of calls: set 3"
    )


def test_a_scenario_below_its_minimum_has_a_reason_and_no_figures():
    found = scenarios([("no_calls", "resource_maximum", "calls", "set", 0.0)], calls=(2.0, 1.0))
    assert found["no_calls"]["is_feasible"] is False
    assert found["no_calls"]["value_amount"] is None
    assert "calls asks for at least 1 and allows at most 0" in found["no_calls"]["reason"]
    assert found["as_is"]["is_feasible"] is True
