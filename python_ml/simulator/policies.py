"""Who gets which action: eligibility, the company's rules, the propensity policy, exploration."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.catalogue import CALL, DO_NOTHING, EMAIL, UPSELL
from python_ml.simulator.population import sigmoid
from python_ml.simulator.potential_outcomes import accepted_probability, retained_probability
from python_ml.simulator.streams import stream

HEALTHY_SEAT_UTILISATION = 0.6
# Response to an action by those it reaches: opening and answering, attending, picking up.
RESPONSE_RATES = np.array([0.0, 0.35, 0.5, 0.65, 0.0])
PROPENSITY_NOISE = 1.0
PROPENSITY_SPEND_PER_CUSTOMER = 25.0


def eligible_actions(churn_probability: np.ndarray) -> np.ndarray:
    """Actions a customer in the renewal window may be given.

    Doing nothing and the retention actions are always open; the upsell offer only to customers
    whose latest churn score is at most 0.5.

    Args:
        churn_probability: (n,) latest score before the decision.

    Returns:
        (n, 5) bool.
    """
    eligible = np.ones((len(churn_probability), len(catalogue.ACTIONS)), dtype=bool)
    eligible[:, UPSELL] = churn_probability <= catalogue.MAX_CHURN_PROBABILITY_OF_UPSELL
    return eligible


def business_as_usual(
    churn_probability: np.ndarray, lifetime_value: np.ndarray, seat_utilisation: np.ndarray
) -> np.ndarray:
    """The company's rules by segment.

    Args:
        churn_probability: (n,) latest score before the decision.
        lifetime_value: (n,) customer lifetime value, account currency.
        seat_utilisation: (n,) recent share of seats in use.

    Returns:
        (n,) action codes.
    """
    is_risky = churn_probability > catalogue.HIGH_RISK_PROBABILITY
    is_safe = churn_probability < catalogue.LOW_RISK_PROBABILITY
    is_rich = lifetime_value > catalogue.HIGH_VALUE_AMOUNT
    is_healthy = seat_utilisation >= HEALTHY_SEAT_UTILISATION
    return np.select(
        [is_risky & is_rich, is_risky, is_safe & is_rich & is_healthy],
        [CALL, EMAIL, UPSELL],
        default=DO_NOTHING,
    )


def success_probability(world: SimpleNamespace) -> np.ndarray:
    """Probability that an account manager marks an action as successful.

    A retention action succeeds if the customer responds and means to renew; an offer if accepted.
    This is the quantity a propensity model learns, and it is high for sure things.

    Args:
        world: population of n customers.

    Returns:
        (n, 5) float64; do_nothing is 0.
    """
    reached = sigmoid(0.5 * world.relationship + 0.4 * world.engagement - 1.5 * world.is_dormant)
    success = 1.2 * reached[:, None] * RESPONSE_RATES * retained_probability(world)
    success[:, UPSELL] = accepted_probability(world)[:, UPSELL]
    return np.clip(success, 0.0, 1.0)


def propensity_v1(world: SimpleNamespace, eligible: np.ndarray) -> np.ndarray:
    """Highest estimated P(success) x value - cost, at a price of money that keeps the budget.

    The estimate is the truth with noise on the log-odds. The budget is kept roughly: costs are
    multiplied by the smallest factor on a grid at which the mean spend stays below it.

    Args:
        world: population of n customers.
        eligible: (n, 5) bool.

    Returns:
        (n,) action codes.
    """
    rng = stream(world.seed, "policies")
    success = np.clip(success_probability(world), 1e-6, 1 - 1e-6)
    logit = np.log(success / (1 - success))
    estimate = sigmoid(logit + PROPENSITY_NOISE * rng.standard_normal(logit.shape))
    value = world.lifetime_value[:, None] * np.array([0, 1, 1, 1, catalogue.UPSELL_SHARE])
    gain = np.where(eligible, estimate * value, -np.inf)
    gain[:, DO_NOTHING] = 0.0
    actions = gain.argmax(axis=1)
    for price in np.geomspace(1.0, 1000.0, 61):
        actions = (gain - price * catalogue.UNIT_COSTS).argmax(axis=1)
        if catalogue.UNIT_COSTS[actions].mean() <= PROPENSITY_SPEND_PER_CUSTOMER:
            break
    return actions


def exploring_probabilities(policy_actions: np.ndarray, eligible: np.ndarray) -> np.ndarray:
    """Probability of each action if the policy is followed, but for 20% uniform exploration.

    Args:
        policy_actions: (n,) codes of the policy's actions, each eligible.
        eligible: (n, 5) bool.

    Returns:
        (n, 5) float64; each row sums to 1.
    """
    probabilities = catalogue.EXPLORATION_RATE * eligible / eligible.sum(axis=1, keepdims=True)
    rows = np.arange(len(policy_actions))
    probabilities[rows, policy_actions] += 1 - catalogue.EXPLORATION_RATE
    return probabilities
