"""One action per customer within budget and resources, by a linear program of HiGHS.

`maq`, the multi-armed Qini of Sverdrup, Wu, Athey and Wager, has its Python package in its
repository only: what has that name on PyPI is something else. Its solution path, greedy over the
convex hull of every customer's options (Sinha and Zoltners, 1979), is written here in pandas for
the budget alone, which is all that it knows; with further resources the field solves the
relaxation.
"""

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, vstack

from benchmarks.peers_script.raw_tables import RawTables


class Resources:
    """What there is to give, and what an action takes of it.

    Args:
        tables: RawTables.
        budget: money.
    """

    def __init__(self, tables: RawTables, budget: float) -> None:
        actions = tables.settings["actions"].action_id.iloc[1:]
        uses = tables.settings["resource_use"].pivot_table(
            index="resource_id", columns="action_id", values="amount"
        )
        self.uses = uses.reindex(columns=actions).fillna(0)
        self.limits = tables.settings["resources"].set_index("resource_id")
        self.unit_costs = tables.settings["actions"].unit_cost_amount.iloc[1:].to_numpy(float)
        self.budget = budget


def allocate(
    value: np.ndarray, managers: np.ndarray, resources: Resources
) -> tuple[np.ndarray, float]:
    """Solve the relaxation, and give customers what it gives them wholly.

    Args:
        value: (n, k) of every action after its cost; NaN where it is not open.
        managers: (n,) codes of account managers, -1 for none.
        resources: Resources.

    Returns:
        tuple: (n,) action 1 to k, or 0 for nothing; the bound that no allocation exceeds.
    """
    rows, actions = np.nonzero(np.nan_to_num(value) > 0)
    worth = value[rows, actions]
    if not len(worth):
        return np.zeros(len(value), dtype=int), 0.0
    places = np.arange(len(worth))
    customers, own_rows = np.unique(rows, return_inverse=True)
    parts = [csr_matrix((np.ones(len(worth)), (own_rows, places)))]
    limits = [np.ones(len(customers)), [resources.budget]]
    parts.append(csr_matrix(resources.unit_costs[actions][None]))
    for name, limit in resources.limits.iterrows():
        amounts = resources.uses.loc[name].to_numpy()[actions]
        if limit.scope == "all":
            parts.append(csr_matrix(amounts[None]))
            limits.append([limit.maximum_amount])
            continue
        managed = (managers[rows] >= 0) & (amounts > 0)
        count = int(managers.max()) + 1
        entries = (amounts[managed], (managers[rows][managed], places[managed]))
        parts.append(coo_matrix(entries, shape=(count, len(worth))).tocsr())
        limits.append(np.full(count, limit.maximum_amount))
    found = linprog(
        -worth, A_ub=vstack(parts), b_ub=np.concatenate(limits), bounds=(0, 1), method="highs"
    )
    action = np.zeros(len(value), dtype=int)
    is_whole = found.x > 1 - 1e-6
    action[rows[is_whole]] = actions[is_whole] + 1
    return action, -found.fun


def frontier(value: np.ndarray, unit_costs: np.ndarray) -> pd.DataFrame:
    """What every budget would earn: greedy over convex hulls.

    Args:
        value: (n, k) of every action after its cost; NaN where it is not open.
        unit_costs: (k,).

    Returns:
        pandas.DataFrame: a row per step up a hull in the order of steepness, of row, action (0 to
        k - 1), cost and value added, and their sums so far.
    """
    rows, actions = np.nonzero(np.nan_to_num(value) > 0)
    steps = pd.DataFrame(
        {
            "row": rows,
            "action": actions,
            "cost": unit_costs[actions],
            "value": value[rows, actions],
        }
    ).sort_values(["row", "cost", "value"], ascending=[True, True, False], ignore_index=True)
    # What costs no less and earns no more than another is never chosen.
    steps = steps[
        steps.value > steps.groupby("row").value.cummax().groupby(steps.row).shift(fill_value=0)
    ]
    while True:
        before = steps.groupby("row")[["cost", "value"]].shift(fill_value=0)
        added = steps[["cost", "value"]] - before
        steepness = added.value / added.cost
        is_below = steepness.groupby(steps.row).shift(-1, fill_value=-np.inf) >= steepness
        if not is_below.any():
            break
        steps = steps[~is_below]
    path = steps.assign(added_cost=added.cost, added_value=added.value, steepness=steepness)
    path = path.sort_values("steepness", ascending=False, ignore_index=True)
    return path.assign(spend=path.added_cost.cumsum(), gain=path.added_value.cumsum())


def actions_within(path: pd.DataFrame, budget: float, count: int) -> np.ndarray:
    """The action of every customer at a budget.

    Args:
        path: result of `frontier`.
        budget: money.
        count: n customers.

    Returns:
        (n,) action 1 to k, or 0.
    """
    action = np.zeros(count, dtype=int)
    taken = path[path.spend <= budget]
    # The last step of a customer is the one that counts.
    action[taken.row] = taken.action + 1
    return action
