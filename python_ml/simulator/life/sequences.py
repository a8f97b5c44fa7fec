"""Expected outcomes of decisions that are followed by others before the outcome."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from python_ml.simulator.life.delivery import REPLACEMENTS
from python_ml.simulator.life.fading import fading
from python_ml.simulator.life.settings import TIRING_DAYS, TIRING_RATE
from python_ml.simulator.life.world import World


class Sequences:
    """Potential outcomes of sequences of decisions, told from what a life left behind.

    A decision that is followed by another is not delivered any more from then on. What tires is
    counted by what was done before the first of them.

    Args:
        world: World.
        events: `Life.events`.
    """

    def __init__(self, world: World, events: pd.DataFrame) -> None:
        self._world = world
        self._events = {
            customer: rows[["day", "action"]].to_numpy()
            for customer, rows in events.groupby("customer")
        }

    def outcomes(
        self, customer: int, renewal: int, days: Sequence[int], actions: Sequence[int]
    ) -> np.ndarray:
        """Expected outcomes at a renewal.

        Args:
            customer: row number.
            renewal: day of the renewal.
            days: of the decisions, in their order, the last on or before the renewal.
            actions: codes of what is decided on them.

        Returns:
            (2,) probabilities of both goals.
        """
        before = self._before(customer, days[0])
        probability = np.ones(1)
        lifts = self._lift_of(customer, renewal, before)[None, :]
        ends = [*days[1:], renewal + 1]
        for day, end, action in zip(days, ends, actions, strict=True):
            chances, added = self._fates(customer, renewal, before, (day, end, action))
            probability = np.outer(probability, chances).ravel()
            lifts = (lifts[:, None, :] + added[None, :, :]).reshape(-1, 2)
        rows = np.full(len(lifts), customer)
        expected = self._world.expected_outcomes(
            rows, np.full(len(lifts), renewal), lifts[:, 0], lifts[:, 1]
        )
        return probability @ expected

    def _before(self, customer, day):
        events = self._events.get(customer)
        return events[events[:, 0] < day] if events is not None else np.empty((0, 2), dtype=int)

    def _effects(self, customer, action):
        population = self._world.population
        return np.array(
            [
                population.retention_effect[customer, action],
                population.growth_effect[customer, action],
            ]
        )

    def _lift_of(self, customer, renewal, events):
        lift = np.zeros(2)
        for number, (day, action) in enumerate(events):
            strength = _strength(events[:number], action, day)
            lift += strength * fading(renewal - day) * self._effects(customer, action)
        return lift

    def _fates(self, customer, renewal, before, decision):
        """What may become of a decision: (f,) probabilities and (f, 2) what it adds."""
        day, end, action = decision
        if action == 0:
            return np.ones(1), np.zeros((1, 2))
        fates = self._world.fates
        manager = self._world.population.manager[customer : customer + 1]
        delivered, overridden = fates.probabilities(manager, action)
        delays = np.arange(min(len(fates.delay_probabilities), end - day))
        chances, added = [], []
        for rate, done in ((delivered[0], action), (overridden[0], REPLACEMENTS.get(action, 0))):
            left = fading(renewal - day - delays) * _strength(before, done, day)
            chances.append(rate * fates.delay_probabilities[delays])
            added.append(left[:, None] * self._effects(customer, done))
        chances = np.concatenate(chances)
        return (
            np.append(chances, 1 - chances.sum()),
            np.concatenate([*added, np.zeros((1, 2))]),
        )


def _strength(events, action, day):
    given = (events[:, 1] == action) & (events[:, 0] > day - TIRING_DAYS)
    return TIRING_RATE ** given.sum()
