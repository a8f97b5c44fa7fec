"""What account managers did of their own accord: an action log full of selection bias."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.catalogue import CALL, EMAIL, TRAINING, UPSELL
from python_ml.simulator.policies import success_probability
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

EVENTS_PER_CUSTOMER = 0.8


def propensity_of_contact(world: SimpleNamespace, churn_probability: np.ndarray) -> np.ndarray:
    """Probability that a customer got each action: the confounding, as an equation.

    Args:
        world: population of n customers.
        churn_probability: (n,) the churn model's score at the time.

    Returns:
        (n, 5) float64; 0 for do_nothing, which is not logged; the mean row sum is about 0.8.
    """
    log_value = np.log(world.revenue / 12_000)
    contact = np.zeros((world.count, len(catalogue.ACTIONS)))
    contact[:, CALL] = sigmoid(-2.6 + 3.0 * (churn_probability - 0.4) + 0.9 * log_value)
    contact[:, EMAIL] = sigmoid(-1.2 - 0.9 * world.engagement)
    contact[:, TRAINING] = sigmoid(-2.2 + 0.8 * (world.tenure_years == 1) + world.onboarding_gap)
    contact[:, UPSELL] = sigmoid(-2.6 + 1.0 * world.health + 0.6 * world.engagement)
    return contact * EVENTS_PER_CUSTOMER / contact.sum(axis=1).mean()


def make_action_log(world: SimpleNamespace, churn_probability: np.ndarray) -> SimpleNamespace:
    """Draw the past actions and what the account managers made of them.

    Args:
        world: population of n customers.
        churn_probability: (n,) the churn model's first score.

    Returns:
        SimpleNamespace: e events in order of time: customer (e,) row numbers, action (e,) codes,
        performed_at (e,) datetime64[s], was_successful (e,) bool.
    """
    rng = stream(world.seed, "action_history")
    contact = propensity_of_contact(world, churn_probability)
    customer, action = np.nonzero(rng.random(contact.shape) < contact)
    e = len(customer)
    day = catalogue.ACTION_LOG_STARTS_ON + rng.integers(0, catalogue.ACTION_LOG_DAY_COUNT, e)
    performed_at = day.astype("datetime64[s]") + 60 * rng.integers(8 * 60, 18 * 60, e)
    was_successful = rng.random(e) < success_probability(world)[customer, action]
    order = np.argsort(performed_at, kind="stable")
    return SimpleNamespace(
        customer=customer[order],
        action=action[order],
        performed_at=performed_at[order],
        was_successful=was_successful[order],
    )
