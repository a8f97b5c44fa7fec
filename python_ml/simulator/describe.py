"""The figures of a world that docs/demo-world.md quotes."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue, potential_outcomes
from python_ml.simulator.streams import stream


def describe(company: SimpleNamespace) -> dict:
    """Measure a world against its own truth.

    Args:
        company: result of `simulate`.

    Returns:
        dict: figure by name; rates in [0, 1], money in the account currency.
    """
    customers = company.customers
    retained = potential_outcomes.retained_probability(customers)
    rules = company.arm_actions[:, 0]
    under_rules = np.take_along_axis(retained, rules[:, None], axis=1)[:, 0]
    leaves = stream(customers.seed, "outcomes").random(customers.count) >= under_rules
    types = np.bincount(potential_outcomes.customer_type(retained), minlength=4) / customers.count
    figures = {
        "customers": customers.count,
        "in the experiment": int(customers.in_experiment.sum()),
        "business-as-usual retention": under_rules[customers.in_experiment].mean(),
        "AUC of the churn scores": area_under_curve(leaves, company.score),
        "median annual revenue": float(np.median(customers.revenue)),
        "share of high lifetime value": np.mean(
            customers.lifetime_value > catalogue.HIGH_VALUE_AMOUNT
        ),
    }
    for name, share in zip(potential_outcomes.TYPES, types, strict=True):
        figures[f"share of {name}"] = share
    return figures | _policy_figures(company, retained)


def area_under_curve(is_positive: np.ndarray, score: np.ndarray) -> float:
    """Area under the ROC curve, ties counted half (Mann and Whitney, 1947).

    Args:
        is_positive: (n,) bool, of both kinds.
        score: (n,) higher for likelier positives.

    Returns:
        float: in [0, 1].
    """
    positives = int(is_positive.sum())
    _, group, sizes = np.unique(score, return_inverse=True, return_counts=True)
    mean_rank = sizes.cumsum() - (sizes - 1) / 2
    rank_sum = mean_rank[group][is_positive].sum()
    pairs = positives * (len(score) - positives)
    return float((rank_sum - positives * (positives + 1) / 2) / pairs)


def _policy_figures(company, retained):
    """What policies achieve on the customers whose renewal lies ahead."""
    customers = company.customers
    waiting = ~customers.in_experiment
    retained = retained[waiting]
    upsold = retained * potential_outcomes.accepted_probability(customers)[waiting]
    value = customers.lifetime_value[waiting, None] * (
        retained - retained[:, :1] + catalogue.UPSELL_SHARE * (upsold - upsold[:, :1])
    )
    actions = {name: company.arm_actions[waiting, arm] for arm, name in enumerate(catalogue.ARMS)}
    rules_spend = catalogue.UNIT_COSTS[actions["business_as_usual"]].sum()
    eligible = company.eligible[waiting]
    actions["most retained for the rules' spend"] = within_budget(retained, eligible, rules_spend)
    actions["most value for the rules' spend"] = within_budget(value, eligible, rules_spend)

    figures = {}
    for name, chosen in actions.items():
        rows = np.arange(len(chosen))
        spend = catalogue.UNIT_COSTS[chosen].sum()
        figures[f"{name}: spend"] = spend
        figures[f"{name}: retention"] = retained[rows, chosen].mean()
        figures[f"{name}: value caused less cost"] = value[rows, chosen].sum() - spend
    return figures


def within_budget(gain: np.ndarray, eligible: np.ndarray, budget: float) -> np.ndarray:
    """Best actions within a budget, by bisection on the price of money.

    Args:
        gain: (n, 5) gain of each action, in any unit.
        eligible: (n, 5) bool; do_nothing always.
        budget: account currency.

    Returns:
        (n,) action codes that cost at most the budget.
    """
    gain = np.where(eligible, gain, -np.inf)
    low, high = 0.0, 2.0 * np.ptp(gain[eligible])
    for _ in range(60):
        price = (low + high) / 2
        actions = (gain - price * catalogue.UNIT_COSTS).argmax(axis=1)
        if catalogue.UNIT_COSTS[actions].sum() > budget:
            low = price
        else:
            high = price
    return (gain - high * catalogue.UNIT_COSTS).argmax(axis=1)
