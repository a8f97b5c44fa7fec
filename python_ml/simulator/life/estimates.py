"""What the engine learnt from its log at the end of a life, beside the truth."""

import numpy as np
import pandas as pd

from python_ml.simulator.catalogue import ACTIONS, UNIT_COSTS
from python_ml.simulator.life.life import Life
from python_ml.simulator.life.sequences import Sequences
from python_ml.simulator.life.world import GOALS

SEQUENCE, LEFT_OUT = "sequence", "left_out"
JUDGED_ESTIMATOR = "dr"
NET_VALUE = "net_value"
_KEYS = ["subject", "outcome"]
_CODES = {name: code for code, name in enumerate(ACTIONS)}


def effects(life: Life, windows: str = SEQUENCE) -> pd.DataFrame:
    """Effects by action and goal, by intention to treat.

    The truth is that of all decision points at which both the action and doing nothing may have
    been explored, each as often as explorers are drawn there; later decisions are those that were
    made.

    Args:
        life: Life, with decision_effects built on its last day.
        windows: how it was built, as nba_overlapping_windows.

    Returns:
        pandas.DataFrame: subject (action), outcome (goal), value, lower, upper, truth and
        unit_count.
    """
    told = life.engine.query(
        "select action_id as subject, goal as outcome, effect as value, lower, upper, "
        "unit_count from decision_effects"
    ).to_pandas()
    return told.merge(_true_effects(life, observed_points(life, windows)), on=_KEYS)


def _true_effects(life, points):
    explored = points[[f"explored_{action}" for action in range(len(ACTIONS))]].to_numpy()
    later = points["later_actions"].tolist()
    expected = [
        _expected(life, points, np.full(len(points), action), later)
        for action in range(len(ACTIONS))
    ]
    rows = []
    for action, name in enumerate(ACTIONS[1:], start=1):
        weight = np.where(
            (explored[:, action] > 0) & (explored[:, 0] > 0), explored.sum(axis=1), 0.0
        )
        truth = weight @ (expected[action] - expected[0]) / max(weight.sum(), 1e-12)
        for number, goal in enumerate(GOALS):
            rows.append({"subject": name, "outcome": goal, "truth": float(truth[number])})
    return pd.DataFrame(rows)


def observed_points(life: Life, windows: str) -> pd.DataFrame:
    """Decisions whose window holds an outcome that the last day knows.

    Args:
        life: Life.
        windows: left_out, for those without a later decision before the outcome, or sequence.

    Returns:
        pandas.DataFrame: of `Life.decisions`, with later_days and later_actions, tuples.
    """
    made = life.decisions
    is_observed = made["renewal"] < made["day"] + life.settings.window_days
    is_observed &= made["renewal"] < life.settings.days - 1
    points = made[is_observed].reset_index(drop=True)
    pairs = points.reset_index()[["index", "customer", "day", "renewal"]].merge(
        made[["customer", "day", "action"]], on="customer", suffixes=("", "_later")
    )
    pairs = pairs[(pairs["day"] < pairs["day_later"]) & (pairs["day_later"] <= pairs["renewal"])]
    grouped = pairs.sort_values("day_later").groupby("index")
    for name, column in (("later_days", "day_later"), ("later_actions", "action")):
        lists = grouped[column].agg(tuple)
        points[name] = [lists.get(index, ()) for index in points.index]
    if windows == LEFT_OUT:
        points = points[points["later_days"].str.len() == 0].reset_index(drop=True)
    return points


def _expected(life, points, chosen, later):
    """(m, 2) expected outcomes if actions are chosen at the points, and others later."""
    sequences = Sequences(life.world, life.events)
    truth = np.stack(
        [
            points[[f"truth_{action}_{goal}" for goal in range(len(GOALS))]].to_numpy()
            for action in range(len(ACTIONS))
        ]
    )
    expected = truth[chosen, np.arange(len(points))]
    for row, point in enumerate(points.itertuples()):
        if point.later_days:
            expected[row] = sequences.outcomes(
                point.customer,
                point.renewal,
                (point.day, *point.later_days),
                (chosen[row], *later[row]),
            )
    return expected


def policy_values(life: Life, windows: str = SEQUENCE) -> pd.DataFrame:
    """Values of policies: what a decision point earns by them at the renewal in its window.

    Args:
        life: Life, with policy_value built on its last day.
        windows: how it was built, as nba_overlapping_windows.

    Returns:
        pandas.DataFrame: as `effects`; the subject is a policy, the outcome a goal or net_value.
        What is refused is left out.
    """
    listed = ", ".join(f"'{outcome}'" for outcome in (*GOALS, NET_VALUE))
    told = life.engine.query(
        "select policy as subject, outcome, value, lower, upper, unit_count from policy_value "
        f"where evidence = 'decisions' and estimator = '{JUDGED_ESTIMATOR}' "
        f"and outcome in ({listed}) and value is not null"
    ).to_pandas()
    return told.merge(_true_values(life, observed_points(life, windows)), on=_KEYS)


def _true_values(life, points):
    rows = []
    for policy, choices in _choices(life, points).items():
        is_judged = np.array(
            [
                all((row.customer, day) in choices for day in (row.day, *row.later_days))
                for row in points.itertuples()
            ],
            dtype=bool,
        )
        judged = points[is_judged].reset_index(drop=True)
        chosen = np.array([choices[row.customer, row.day] for row in judged.itertuples()], int)
        later = [
            tuple(choices[row.customer, day] for day in row.later_days)
            for row in judged.itertuples()
        ]
        expected = _expected(life, judged, chosen, later)
        worth = life.world.goal_values[judged["customer"]]
        costs = UNIT_COSTS[chosen] + np.array([UNIT_COSTS[list(row)].sum() for row in later])
        values = {
            **{goal: expected[:, number] for number, goal in enumerate(GOALS)},
            NET_VALUE: (expected * worth).sum(axis=1) - costs,
        }
        for outcome, value in values.items():
            rows.append({"subject": policy, "outcome": outcome, "truth": float(value.mean())})
    return pd.DataFrame(rows)


def _choices(life, points):
    """What each policy would have done: (customer, day) -> action code, by policy."""
    numbers = {name: row for row, name in enumerate(life.world.population.ids)}
    first = life.settings.calendar_date(0)
    logged = life.engine.query(
        "select policy, customer_id, as_of_date, policy_action_id from decision_log"
    ).to_pylist()
    choices = {}
    for row in logged:
        key = numbers[row["customer_id"]], (row["as_of_date"] - first).days
        choices.setdefault(row["policy"], {})[key] = _CODES[row["policy_action_id"]]
    nothing = {
        (row.customer, day): 0 for row in points.itertuples() for day in (row.day, *row.later_days)
    }
    return {**choices, "do_nothing": nothing}
