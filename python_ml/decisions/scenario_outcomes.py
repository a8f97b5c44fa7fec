"""What the policies would earn if a budget, a limit or a cost were different."""

from collections import defaultdict

import numpy as np
import pyarrow as pa

from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import BUDGET, Options, ResourceTables, Setting, solve
from python_ml.decisions.policy_options import PolicyOptions

SCHEMA = pa.schema(
    [
        ("scenario_id", pa.string()),
        ("policy", pa.string()),
        ("changes", pa.string()),
        ("treated_customer_count", pa.int64()),
        ("spend_amount", pa.float64()),
        ("value_amount", pa.float64()),
        ("upper_bound_amount", pa.float64()),
        ("is_feasible", pa.bool_()),
        ("reason", pa.string()),
    ]
)
AS_IS = "as_is"
BUILD = "build"


def evaluate_scenarios(
    options: PolicyOptions,
    resources: ResourceTables,
    changes: pa.Table,
    foresight: Foresight | None = None,
) -> pa.Table:
    """Allocate anew for the policies and every scenario, from the prices of things as they are.

    Args:
        options: PolicyOptions of the policies that scenarios are asked for.
        resources: ResourceTables.
        changes: pyarrow.Table of scenario_id, changed, target, operation and amount; rows of one
            scenario are applied together. What there is of a resource is changed for its whole
            period, with what was used of it as it is.
        foresight: Foresight of the decisions to come that today's prices are to spare for, or None.

    Returns:
        pyarrow.Table: of `SCHEMA`, a row per scenario and policy; as_is is always one of them. A
        scenario that cannot be carried out has no figures and a reason.
    """
    scenarios = defaultdict(list)
    for row in changes.to_pylist():
        scenarios[row["scenario_id"]].append(row)
    rows = []
    for policy in options.policies:
        own = options.of(policy)
        prices = None
        for name in (AS_IS, *sorted(scenarios)):
            setting = Setting(resources)
            choices = Options(own, setting.action_count)
            steps = sorted(scenarios.get(name, []), key=lambda row: (row["changed"], row["target"]))
            foreseen = foresight.of(policy, setting.action_count) if foresight else None
            for step in steps:
                _change(setting, [choices, foreseen] if foreseen else [choices], step)
            row, found = _outcome(setting, choices, foreseen, prices)
            prices = found.start_prices if name == AS_IS and found else prices
            rows.append({"scenario_id": name, "policy": policy, "changes": _words(steps), **row})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _outcome(setting, options, foreseen, prices):
    try:
        solution = solve(setting, options, foreseen, initial_prices=prices)
    except ValueError as error:
        return {"is_feasible": False, "reason": str(error)}, None
    action, found = solution.action, solution.found
    rows = np.arange(len(action))
    explored = options.explored >= 0
    values = options.values_of(action)
    row = {
        "treated_customer_count": int((action != 0).sum()),
        "spend_amount": float(options.cost[rows, action].sum()),
        "value_amount": float(values.sum()),
        "upper_bound_amount": found.upper_bound + float(values[explored].sum()),
        "is_feasible": found.is_feasible,
        "reason": found.reason,
    }
    return row, solution


def _change(setting, choices, step):
    if step["changed"] == "action_cost":
        for options in choices:
            _change_cost(options, setting.action_numbers[step["target"]], step)
        return
    target = BUDGET if step["changed"] == "budget_amount" else step["target"]
    for row in setting.limits:
        if row["resource_id"] == target and row["maximum_amount"] is not None:
            _change_limit(row, step)


def _change_cost(options, action, step):
    before = options.cost[:, action].copy()
    options.cost[:, action] = np.maximum(_changed(before, step), 0.0)
    # A cheaper action is worth more by what it saves; what becomes a loss is no option.
    options.value[:, action] += before - options.cost[:, action]
    options.value[:, action][~(options.value[:, action] > 0)] = np.nan


def _change_limit(row, step):
    """What is planned changes; what was used of it before today does not."""
    planned, left = row.get("plan_amount"), row["maximum_amount"]
    if planned is not None:
        row["plan_amount"] = max(_changed(planned, step), 0.0)
    if row.get("period", BUILD) == BUILD:
        row["maximum_amount"] = max(_changed(left, step), 0.0)
    else:
        row["maximum_amount"] = max(left + row["plan_amount"] - planned, 0.0)


def _changed(before, step):
    if step["operation"] == "set":
        return before * 0 + step["amount"]
    return before + step["amount"] if step["operation"] == "add" else before * step["amount"]


def _words(steps):
    return "; ".join(
        f"{step['changed']} of {step['target']}: {step['operation']} {step['amount']:g}"
        for step in steps
    )
