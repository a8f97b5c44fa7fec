"""What the engine learnt from its log at the end of a life, beside the truth."""

import numpy as np
import pandas as pd

from python_ml.simulator.catalogue import ACTIONS, UNIT_COSTS
from python_ml.simulator.life.life import Life
from python_ml.simulator.life.world import GOALS

JUDGED_ESTIMATOR = "dr"
NET_VALUE = "net_value"
_KEYS = ["subject", "outcome"]


def effects(life: Life) -> pd.DataFrame:
    """Effects by action and goal, by intention to treat.

    The truth is that of all decision points at which both the action and doing nothing may have
    been explored, each as often as explorers are drawn there.

    Args:
        life: Life, with decision_effects built on its last day.

    Returns:
        pandas.DataFrame: subject (action), outcome (goal), value, lower, upper, truth and
        unit_count.
    """
    told = life.engine.query(
        "select action_id as subject, goal as outcome, effect as value, lower, upper, "
        "unit_count from decision_effects"
    ).to_pandas()
    return told.merge(_true_effects(life), on=_KEYS)


def _true_effects(life):
    points = observed_points(life)
    explored = points[[f"explored_{action}" for action in range(len(ACTIONS))]].to_numpy()
    rows = []
    for action, name in enumerate(ACTIONS[1:], start=1):
        weight = np.where(
            (explored[:, action] > 0) & (explored[:, 0] > 0), explored.sum(axis=1), 0.0
        )
        for number, goal in enumerate(GOALS):
            caused = points[f"truth_{action}_{number}"] - points[f"truth_0_{number}"]
            truth = float((weight * caused).sum() / weight.sum()) if weight.any() else np.nan
            rows.append({"subject": name, "outcome": goal, "truth": truth})
    return pd.DataFrame(rows)


def observed_points(life: Life) -> pd.DataFrame:
    """Decisions whose window holds an outcome that the last day knows, and no later decision.

    Args:
        life: Life.

    Returns:
        pandas.DataFrame: of `Life.decisions`.
    """
    made = life.decisions.sort_values(["customer", "day"])
    following = made.groupby("customer")["day"].shift(-1)
    is_observed = made["renewal"] < made["day"] + life.settings.window_days
    is_observed &= made["renewal"] < life.settings.days - 1
    return made[is_observed & ~(following <= made["renewal"])]


def policy_values(life: Life) -> pd.DataFrame:
    """Values of policies: what a decision point earns by them at the renewal in its window.

    Args:
        life: Life, with policy_value built on its last day.

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
    return told.merge(_true_values(life), on=_KEYS)


def _true_values(life):
    points = observed_points(life).set_index(["customer", "day"])
    numbers = {name: row for row, name in enumerate(life.world.population.ids)}
    codes = {name: code for code, name in enumerate(ACTIONS)}
    logged = life.engine.query(
        "select policy, customer_id, as_of_date, policy_action_id from decision_log"
    ).to_pandas()
    logged["customer"] = logged["customer_id"].map(numbers)
    start = pd.Timestamp(life.settings.calendar_date(0))
    logged["day"] = (pd.to_datetime(logged["as_of_date"]) - start).dt.days
    logged["chosen"] = logged["policy_action_id"].map(codes)
    chosen = dict(list(logged.groupby("policy")))
    nothing = points.reset_index()[["customer", "day"]].assign(chosen=0)
    rows = []
    for policy, choices in {**chosen, "do_nothing": nothing}.items():
        joined = points.join(choices.set_index(["customer", "day"])[["chosen"]], how="inner")
        for outcome, value in _values_of(life, joined).items():
            rows.append({"subject": policy, "outcome": outcome, "truth": float(value.mean())})
    return pd.DataFrame(rows)


def _values_of(life, points):
    """(m,) expected outcome of the chosen actions, by outcome."""
    chosen = points["chosen"].to_numpy()
    place = np.arange(len(points))
    expected = {
        goal: points[[f"truth_{action}_{number}" for action in range(len(ACTIONS))]].to_numpy()[
            place, chosen
        ]
        for number, goal in enumerate(GOALS)
    }
    customers = points.index.get_level_values("customer").to_numpy()
    worth = life.world.goal_values[customers]
    net = sum(expected[goal] * worth[:, number] for number, goal in enumerate(GOALS))
    return {**expected, NET_VALUE: net - UNIT_COSTS[chosen]}
