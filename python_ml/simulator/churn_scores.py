"""The company's existing churn model: useful, imperfect, and wrong about one group."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.population import sigmoid
from python_ml.simulator.potential_outcomes import baseline_logit
from python_ml.simulator.streams import stream

SLOPE = 0.75
INTERCEPT = 0.0
CUSTOMER_NOISE = 0.95
WEEKLY_NOISE = 0.2
# The model takes a dormant customer's silence for the wish to leave.
DORMANT_ERROR = 1.2


def make_churn_scores(world: SimpleNamespace) -> np.ndarray:
    """Score every customer on every scoring date.

    Args:
        world: population of n customers.

    Returns:
        (n, 8) float64, churn probabilities rounded to 3 decimals, in [0.001, 0.999].
    """
    rng = stream(world.seed, "churn_scores")
    logit = (
        INTERCEPT
        - SLOPE * baseline_logit(world)
        + DORMANT_ERROR * world.is_dormant
        + CUSTOMER_NOISE * rng.standard_normal(world.count)
    )
    weekly = WEEKLY_NOISE * rng.standard_normal((world.count, len(catalogue.SCORING_DATES)))
    return np.clip(np.round(sigmoid(logit[:, None] + weekly), 3), 0.001, 0.999)


def score_at_decision(world: SimpleNamespace, scores: np.ndarray) -> np.ndarray:
    """The latest score made strictly before the decision about a customer.

    Args:
        world: population of n customers.
        scores: result of `make_churn_scores`.

    Returns:
        (n,) float64.
    """
    before_assignment = int(np.searchsorted(catalogue.SCORING_DATES, catalogue.ASSIGNED_ON)) - 1
    return np.where(world.in_experiment, scores[:, before_assignment], scores[:, -1])
