"""Which experiments would be worth their price, and how large each should be."""

from math import ceil

import numpy as np
import pyarrow as pa

from python_ml.experiments.power import detectable_effect, required_arm_count
from python_ml.learning.value_of_information import (
    BetaPrior,
    Stakes,
    persuasion_trials,
    value_of_perfect_information,
    value_of_sample_information,
)

WANTED_POWER = 0.8
SMALLEST_ARM = 10
SIZES_TRIED = 20
# A smaller difference is not seen in any number of customers that there are.
SMALLEST_EFFECT = 1e-6
PROPOSAL_SCHEMA = pa.schema(
    [
        ("action_id", pa.string()),
        ("break_even_effect", pa.float64()),
        ("required_unit_count", pa.int64()),
        ("required_weeks", pa.int64()),
        ("largest_unit_count", pa.int64()),
        ("detectable_effect", pa.float64()),
        ("unit_count", pa.int64()),
        ("duration_weeks", pa.int64()),
        ("action_cost_amount", pa.float64()),
        ("forgone_value_amount", pa.float64()),
        ("information_value_amount", pa.float64()),
        ("perfect_information_value_amount", pa.float64()),
    ]
)


def propose(
    settings: pa.Table,
    stakes: pa.Table,
    *,
    confidence_level: float,
    window_days: int,
    lifetime_days: int,
) -> pa.Table:
    """Size, price and worth of an experiment on each action: half get it, half do not.

    The size is the one whose worth exceeds its price by most (Raiffa and Schlaifer 1961, chapter
    5), or where none does, the one that is worth most for its price. What is learnt helps to decide
    for as many pools of customers like today's as outcome windows fit into its lifetime.

    Args:
        settings: pyarrow.Table, a row per action: action_id, prior_success_count,
            prior_failure_count, baseline_probability, eligible_count, treatable_count (customers
            that the resources allow to treat), mean_cost_amount, mean_value_amount (of reaching the
            goal), mean_caused_value_amount (expected of the action before its cost, less the charge
            for resources) and mean_recommended_value_amount (what a customer earns without the
            experiment, after that charge).
        stakes: pyarrow.Table, groups of customers of an action: action_id, value_amount at a
            persuasion rate of 1 and outlay_amount.
        confidence_level: of the test's interval, in (0, 1).
        window_days: until an outcome is known.
        lifetime_days: for which what is learnt is good.

    Returns:
        pyarrow.Table: of `PROPOSAL_SCHEMA`, sorted by action.
    """
    groups = stakes.to_pylist()
    rows = []
    for setting in sorted(settings.to_pylist(), key=lambda row: row["action_id"]):
        own = [group for group in groups if group["action_id"] == setting["action_id"]]
        at_stake = Stakes(
            np.array([group["value_amount"] for group in own], dtype=np.float64),
            np.array([group["outlay_amount"] for group in own], dtype=np.float64),
        )
        row = _design(setting, 1 - confidence_level)
        row |= _best_size(setting, at_stake, lifetime_days / window_days)
        for weeks, units in (
            ("required_weeks", "required_unit_count"),
            ("duration_weeks", "unit_count"),
        ):
            row[weeks] = _weeks(row.get(units), setting["eligible_count"], window_days)
        rows.append({"action_id": setting["action_id"]} | row)
    return pa.Table.from_pylist(rows, schema=PROPOSAL_SCHEMA)


def _design(setting, significance_level):
    """What it takes to see the effect at which the action pays for itself, and what can be seen."""
    baseline = setting["baseline_probability"]
    test = {"baseline": baseline, "significance_level": significance_level}
    largest_arm = _largest_arm(setting)
    row = {
        "largest_unit_count": 2 * largest_arm,
        "detectable_effect": detectable_effect(largest_arm, largest_arm, WANTED_POWER, **test),
    }
    if not setting["mean_value_amount"] > 0:
        return row
    effect = setting["mean_cost_amount"] / setting["mean_value_amount"]
    row["break_even_effect"] = effect
    if effect >= SMALLEST_EFFECT and baseline + effect <= 1:
        row["required_unit_count"] = 2 * ceil(required_arm_count(effect, WANTED_POWER, **test))
    return row


def _largest_arm(setting):
    return int(min(setting["eligible_count"] // 2, setting["treatable_count"]))


def _best_size(setting, stakes, round_count):
    """The arm whose worth exceeds its price by most; if none does, the best worth for the price."""
    prior = BetaPrior(setting["prior_success_count"], setting["prior_failure_count"])
    perfect = round_count * value_of_perfect_information(prior, stakes)
    sizes = []
    for arm in _sizes(_largest_arm(setting)):
        cost, forgone = _price(setting, arm)
        trials = persuasion_trials(arm, prior.mean, setting["baseline_probability"])
        sizes.append(
            {
                "unit_count": 2 * arm,
                "action_cost_amount": cost,
                "forgone_value_amount": forgone,
                "information_value_amount": round_count
                * value_of_sample_information(prior, trials, stakes),
            }
        )
    best = max(sizes, key=_net_value, default={})
    if best and _net_value(best) <= 0:
        best = max(sizes, key=_return)
    return {"perfect_information_value_amount": perfect} | best


def _net_value(size):
    return size["information_value_amount"] - _price_of(size)


def _return(size):
    """Worth for the price; of what is worth no more than it costs and is free, nothing."""
    price = _price_of(size)
    return size["information_value_amount"] / price if price else 0.0


def _price_of(size):
    return size["action_cost_amount"] + size["forgone_value_amount"]


def _sizes(largest_arm):
    if largest_arm < SMALLEST_ARM:
        return []
    return np.unique(np.geomspace(SMALLEST_ARM, largest_arm, SIZES_TRIED).astype(int)).tolist()


def _price(setting, arm):
    """Money: what the action costs, and what both arms would have earned more without it."""
    without = 2 * arm * setting["mean_recommended_value_amount"]
    caused = arm * setting["mean_caused_value_amount"]
    return float(arm * setting["mean_cost_amount"]), float(max(without - caused, 0.0))


def _weeks(unit_count, eligible_count, window_days):
    """Weeks until all outcomes are known, if the pool of customers is renewed in every window."""
    if not unit_count or not eligible_count:
        return None
    windows = max(unit_count / eligible_count, 1.0)
    return ceil(windows * window_days / 7)
