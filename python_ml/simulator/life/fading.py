"""What an action still does later: it fades over a month, and tires when repeated."""

import numpy as np

from python_ml.simulator.life.population import ACTION_COUNT
from python_ml.simulator.life.settings import FADING_DAYS, TIRING_DAYS, TIRING_RATE

# Of each action so many are remembered; older ones have faded.
REMEMBERED = 4
NEVER = -10_000


def fading(days: np.ndarray) -> np.ndarray:
    """What is left of an effect.

    Args:
        days: since the action was given, of any shape; negative if it is still to come.

    Returns:
        Same shape: 1 on the day itself, falling evenly to 0 after a month; 0 before.
    """
    days = np.asarray(days)
    return np.where(days < 0, 0.0, np.maximum(0.0, 1.0 - days / FADING_DAYS))


class Memory:
    """What each customer was given, and how much of it was left by repeating it.

    Args:
        count: number of customers.
    """

    def __init__(self, count: int) -> None:
        self.given_on = np.full((count, ACTION_COUNT, REMEMBERED), NEVER)
        self.strength = np.zeros((count, ACTION_COUNT, REMEMBERED))

    def strength_of_next(
        self, customers: np.ndarray, actions: np.ndarray | int, day: int
    ) -> np.ndarray:
        """What of its fresh effect an action would have on a day.

        Args:
            customers: (m,) row numbers.
            actions: (m,) codes, or one for all.
            day: of giving it.

        Returns:
            (m,) in (0, 1].
        """
        given = self.given_on[customers, actions]
        return TIRING_RATE ** ((given > day - TIRING_DAYS) & (given <= day)).sum(axis=1)

    def give(self, customers: np.ndarray, actions: np.ndarray, day: int) -> None:
        """Remember what customers are given.

        Args:
            customers: (m,) row numbers, each once.
            actions: (m,) codes.
            day: of giving it.
        """
        strength = self.strength_of_next(customers, actions, day)
        slot = self.given_on[customers, actions].argmin(axis=1)
        self.given_on[customers, actions, slot] = day
        self.strength[customers, actions, slot] = strength

    def lift(self, customers: np.ndarray, effects: np.ndarray, days: np.ndarray) -> np.ndarray:
        """What all that was given adds to the log-odds on later days.

        Args:
            customers: (m,) row numbers.
            effects: (m, 5) fresh effects.
            days: (m,) days on which it counts.

        Returns:
            (m,) float64.
        """
        left = fading(days[:, None, None] - self.given_on[customers]) * self.strength[customers]
        return (effects * left.sum(axis=2)).sum(axis=1)
