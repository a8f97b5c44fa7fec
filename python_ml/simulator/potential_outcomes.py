"""The truth: what each action would do to each customer. Equations in docs/demo-world.md."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator.catalogue import (
    CALL,
    DO_NOTHING,
    EMAIL,
    RETENTION_ACTIONS,
    TRAINING,
    UPSELL,
)
from python_ml.simulator.population import sigmoid

BASELINE_INTERCEPT = 0.87
MATERIAL_EFFECT = 0.05
TYPES = ("persuadable", "sure_thing", "lost_cause", "sleeping_dog")


def baseline_logit(world: SimpleNamespace) -> np.ndarray:
    """Log-odds that a customer who is left alone stays.

    Args:
        world: population of n customers.

    Returns:
        (n,) float64.
    """
    return (
        BASELINE_INTERCEPT
        + 1.0 * world.health
        + 0.8 * np.tanh(world.engagement)
        + 0.7 * world.trend
        - 0.7 * np.maximum(world.support_pain, 0)
        - 0.5 * np.maximum(world.onboarding_gap, 0)
        - 0.4 * np.maximum(world.price_sensitivity, 0)
        + 0.4 * world.relationship
        + 1.2 * world.is_dormant
        + 0.4 * world.temper
    )


def effect_logits(world: SimpleNamespace) -> np.ndarray:
    """Change of the log-odds to stay that each action causes.

    Args:
        world: population of n customers.

    Returns:
        (n, 5) float64, one column per action of the catalogue; do_nothing is 0.
    """
    logit = baseline_logit(world)
    awake = ~world.is_dormant
    # Attention works on those who are undecided; the convinced and the gone do not listen.
    undecided = np.exp(-((logit / 3.0) ** 2))
    responsive = np.exp(0.25 * world.temper)

    mildly_disengaged = np.exp(-(((world.engagement + 0.6) / 0.5) ** 2))
    gap = sigmoid(7 * (world.onboarding_gap - 0.6))
    pain = sigmoid(6 * (world.support_pain - 0.6))
    decent_relationship = sigmoid(3 * (world.relationship + 0.8))
    haggler = sigmoid(6 * (world.price_sensitivity - 0.9))
    happy = sigmoid(2 * world.health)

    effects = np.zeros((world.count, 5))
    effects[:, EMAIL] = awake * responsive * 1.5 * mildly_disengaged * undecided
    effects[:, TRAINING] = awake * responsive * 2.1 * gap * undecided
    effects[:, CALL] = (
        awake * responsive * (2.6 * pain * decent_relationship * undecided - 1.3 * haggler)
    )
    # Sleeping dogs: any contact reminds them that they pay for what they do not use.
    effects[:, EMAIL] -= 1.0 * world.is_dormant
    effects[:, TRAINING] -= 1.2 * world.is_dormant
    effects[:, CALL] -= 1.6 * world.is_dormant
    effects[:, UPSELL] = -0.5 * (1 - happy) - 0.5 * world.is_dormant
    return effects


def retained_probability(world: SimpleNamespace) -> np.ndarray:
    """True probability to stay under each action, if the renewal is at stake.

    Args:
        world: population of n customers.

    Returns:
        (n, 5) float64.
    """
    return sigmoid(baseline_logit(world)[:, None] + effect_logits(world))


def accepted_probability(world: SimpleNamespace) -> np.ndarray:
    """True probability that a retained customer expands, under each action.

    Args:
        world: population of n customers.

    Returns:
        (n, 5) float64: the same small organic rate for all actions but the offer.
    """
    full_seats = sigmoid(4 * (world.engagement - 0.5))
    happy = sigmoid(2 * world.health)
    offered = np.where(world.is_dormant, 0.005, 0.02 + 0.45 * full_seats * happy)
    accepted = np.repeat(0.1 * offered[:, None], 5, axis=1)
    accepted[:, UPSELL] = offered
    return accepted


def customer_type(retained: np.ndarray) -> np.ndarray:
    """Which of the four types each customer is, by the true effects of the retention actions.

    Args:
        retained: (n, 5) true retained probabilities.

    Returns:
        (n,) codes into `TYPES`.
    """
    baseline = retained[:, DO_NOTHING]
    effects = retained[:, list(RETENTION_ACTIONS)] - baseline[:, None]
    return np.select(
        [
            effects.max(axis=1) >= MATERIAL_EFFECT,
            effects.min(axis=1) <= -MATERIAL_EFFECT,
            baseline >= 0.5,  # noqa: PLR2004 -- more likely than not to stay
        ],
        [0, 3, 1],
        default=2,
    )
