"""The randomised pilot: stratified arms, logged action probabilities, outcomes."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.catalogue import CALL, DO_NOTHING
from python_ml.simulator.policies import exploring_probabilities
from python_ml.simulator.population import sigmoid
from python_ml.simulator.potential_outcomes import accepted_probability, retained_probability
from python_ml.simulator.streams import stream

RISK_BANDS = ("low_risk", "medium_risk", "high_risk")
VALUE_BANDS = ("low_value", "high_value")
STRATA = tuple(f"{risk}_{value}" for risk in RISK_BANDS for value in VALUE_BANDS)
SURVEY_RESPONSE_RATE = 0.4


def stratum_codes(churn_probability: np.ndarray, lifetime_value: np.ndarray) -> np.ndarray:
    """Stratum of each customer: risk band x value band.

    Args:
        churn_probability: (n,) latest score before the assignment.
        lifetime_value: (n,) account currency.

    Returns:
        (n,) codes into `STRATA`.
    """
    risk = (churn_probability >= catalogue.LOW_RISK_PROBABILITY).astype(np.int64)
    risk += churn_probability > catalogue.HIGH_RISK_PROBABILITY
    return 2 * risk + (lifetime_value > catalogue.HIGH_VALUE_AMOUNT)


def run_experiment(
    world: SimpleNamespace,
    churn_probability: np.ndarray,
    eligible: np.ndarray,
    arm_actions: np.ndarray,
) -> SimpleNamespace:
    """Assign arms and actions to the customers of the experiment.

    Args:
        world: population of n customers, m of them in the experiment.
        churn_probability: (n,) latest score before the decision.
        eligible: (n, 5) bool.
        arm_actions: (n, 2) action code of each arm's policy.

    Returns:
        SimpleNamespace: customer (m,) row numbers, arm (m,), stratum (m,), action (m,) codes and
        action_probability (m,), the probability of the action given customer and arm.
    """
    rng = stream(world.seed, "assignment")
    customer = np.flatnonzero(world.in_experiment)
    stratum = stratum_codes(churn_probability[customer], world.lifetime_value[customer])
    arm = _split_in_half(stratum, rng)
    policy_actions = arm_actions[customer, arm]
    probabilities = exploring_probabilities(policy_actions, eligible[customer])
    draw = rng.random(len(customer))
    # The clip covers a cumulative sum that rounds to just below 1.
    action = (draw[:, None] >= probabilities.cumsum(axis=1)).sum(axis=1)
    action = np.minimum(action, probabilities.shape[1] - 1)
    chosen = np.take_along_axis(probabilities, action[:, None], axis=1)[:, 0]
    return SimpleNamespace(
        customer=customer, arm=arm, stratum=stratum, action=action, action_probability=chosen
    )


def _split_in_half(stratum, rng):
    """Complete randomisation within each stratum; an odd one out is assigned by chance."""
    order = np.lexsort((rng.random(len(stratum)), stratum))
    sizes = np.bincount(stratum, minlength=len(STRATA))
    starts = np.concatenate([[0], sizes.cumsum()[:-1]])
    rank = np.arange(len(stratum)) - np.repeat(starts, sizes)
    first_arm = rng.integers(2, size=len(sizes))
    arm = np.empty(len(stratum), dtype=np.int64)
    arm[order] = (rank + np.repeat(first_arm, sizes)) % 2
    return arm


def observe_outcomes(world: SimpleNamespace, experiment: SimpleNamespace) -> SimpleNamespace:
    """What happened to the customers of the experiment.

    One uniform per customer decides retention under any action, so that an action with a higher
    probability never loses a customer whom one with a lower probability would have kept.

    Args:
        world: population of n customers.
        experiment: result of `run_experiment`, m customers.

    Returns:
        SimpleNamespace: retained, upsold, complained (m,) bool; revenue (m,) account currency;
        nps (m,) integers 0 to 10 and has_nps (m,) bool; observed_on (m,) datetime64[D];
        observed_second (m,) seconds after midnight.
    """
    rng = stream(world.seed, "outcomes")
    draws = rng.random((world.count, 4))[experiment.customer]
    customer, action = experiment.customer, experiment.action
    m = len(customer)
    rows = np.arange(m)
    retained = draws[:, 0] < retained_probability(world)[customer][rows, action]
    accepted = draws[:, 1] < accepted_probability(world)[customer][rows, action]
    complained = draws[:, 2] < complaint_probability(world)[customer][rows, action]

    upsold = retained & accepted
    paid = world.revenue[customer] * (1 - world.discount[customer])
    revenue = np.round(
        retained * paid + upsold * catalogue.UPSELL_SHARE * world.revenue[customer], 2
    )
    mood = (
        6.2
        + 1.0 * world.health[customer]
        + 1.2 * world.relationship[customer]
        + 1.0 * retained
        - 3.0 * complained
        + 1.2 * rng.standard_normal(m)
    )
    return SimpleNamespace(
        retained=retained,
        upsold=upsold,
        complained=complained,
        revenue=revenue,
        nps=np.clip(np.rint(mood), 0, 10).astype(np.int64),
        has_nps=draws[:, 3] < SURVEY_RESPONSE_RATE,
        observed_on=np.minimum(
            world.renews_on[customer] + rng.integers(0, 4, m), catalogue.LAST_FACT_ON
        ),
        observed_second=rng.integers(8 * 60, 18 * 60, m) * 60,
    )


def complaint_probability(world: SimpleNamespace) -> np.ndarray:
    """Probability of a complaint under each action: contact annoys some customers.

    Args:
        world: population of n customers.

    Returns:
        (n, 5) float64.
    """
    touchy = np.maximum(sigmoid(4 * (world.price_sensitivity - 0.9)), world.is_dormant)
    complaint = np.repeat(0.02 + 0.02 * touchy[:, None], len(catalogue.ACTIONS), axis=1)
    contact = np.arange(len(catalogue.ACTIONS)) != DO_NOTHING
    complaint += contact * (0.01 + 0.04 * touchy[:, None])
    complaint[:, CALL] += 0.05 * touchy
    return complaint
