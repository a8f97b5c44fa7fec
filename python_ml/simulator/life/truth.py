"""What a decision truly causes at the customer's next renewal, in expectation."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator.life.delivery import REPLACEMENTS
from python_ml.simulator.life.fading import fading
from python_ml.simulator.life.population import ACTION_COUNT
from python_ml.simulator.life.world import World


def potential_outcomes(world: World, customers: np.ndarray, day: int) -> tuple:
    """Expected outcomes of each decision, whatever comes of it, given all that was done before.

    No other decision is made before the renewal.

    Args:
        world: World, in the morning of the day.
        customers: (m,) row numbers.
        day: of the decision.

    Returns:
        tuple: (m,) day of the next renewal; (m, 5, 2) probabilities of both goals by what is
        decided (by intention to treat).
    """
    renewal = world.population.next_renewal(day)[customers]
    before = _Before(customers, renewal, *world.lifts(customers, renewal))
    untreated = world.expected_outcomes(customers, renewal, before.retention, before.growth)
    outcomes = np.repeat(untreated[:, None, :], ACTION_COUNT, axis=1)
    caused = [_caused(world, before, untreated, action, day) for action in range(ACTION_COUNT)]
    managers = world.population.manager[customers]
    for action in range(1, ACTION_COUNT):
        delivered, overridden = world.fates.probabilities(managers, action)
        outcomes[:, action] += delivered[:, None] * caused[action]
        if action in REPLACEMENTS:
            outcomes[:, action] += overridden[:, None] * caused[REPLACEMENTS[action]]
    return renewal, outcomes


@dataclass(frozen=True)
class _Before:
    """Customers, their next renewals, and what was done before adds to the log-odds then."""

    customers: np.ndarray
    renewal: np.ndarray
    retention: np.ndarray
    growth: np.ndarray


def _caused(world, before, untreated, action, day):
    """(m, 2) what an action causes if it is given, on average over its delays."""
    caused = np.zeros_like(untreated)
    if action == 0:
        return caused
    population = world.population
    for delay, probability in enumerate(world.fates.delay_probabilities):
        strength = world.memory.strength_of_next(before.customers, action, day + delay)
        left = strength * fading(before.renewal - day - delay)
        rows = np.flatnonzero(left > 0)
        some = before.customers[rows]
        outcomes = world.expected_outcomes(
            some,
            before.renewal[rows],
            before.retention[rows] + left[rows] * population.retention_effect[some, action],
            before.growth[rows] + left[rows] * population.growth_effect[some, action],
        )
        caused[rows] += probability * (outcomes - untreated[rows])
    return caused
