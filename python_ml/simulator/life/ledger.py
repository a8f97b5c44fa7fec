"""What decisions use of a month's money and capacities, kept apart from the engine's own books."""

import numpy as np

from python_ml.simulator.life.capacities import HOURS, SHARED, USE
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.life.world import LATER


class Ledger:
    """Decisions to act, and how each of them ended.

    A decision counts in the month in which it is made, unless it ended without anything done; and
    in a later month, if it still stands then or is done in it. What is done counts as what was
    done.

    Args:
        settings: LifeSettings.
        manager: (n,) number of each customer's account manager.
    """

    def __init__(self, settings: LifeSettings, manager: np.ndarray) -> None:
        self._settings = settings
        self._manager = manager
        self._manager_count = int(manager.max()) + 1
        self._customer = np.empty(0, dtype=np.int64)
        self._action = np.empty(0, dtype=np.int64)
        self._decided_on = np.empty(0, dtype=np.int64)
        self._ended_on = np.empty(0, dtype=np.int64)
        self._is_done = np.empty(0, dtype=bool)
        self._open_row = np.full(len(manager), -1)

    def decide(self, customers: np.ndarray, actions: np.ndarray, day: int) -> None:
        """Book decisions: what stood before is superseded by them.

        Args:
            customers: (m,) row numbers.
            actions: (m,) codes; doing nothing is not booked.
            day: today.
        """
        self.release(customers, day)
        acting = actions > 0
        m = int(acting.sum())
        first = len(self._customer)
        self._customer = np.append(self._customer, customers[acting])
        self._action = np.append(self._action, actions[acting])
        self._decided_on = np.append(self._decided_on, np.full(m, day))
        self._ended_on = np.append(self._ended_on, np.full(m, LATER))
        self._is_done = np.append(self._is_done, np.zeros(m, dtype=bool))
        self._open_row[customers[acting]] = np.arange(first, first + m)

    def release(self, customers: np.ndarray, day: int) -> None:
        """End what stands for customers with nothing done.

        Args:
            customers: (m,) row numbers.
            day: today.
        """
        rows = self._open_row[customers]
        self._ended_on[rows[rows >= 0]] = day
        self._open_row[customers] = -1

    def expire(self, day: int, expiry_days: int) -> None:
        """End what has stood for too long.

        Args:
            day: today.
            expiry_days: days for which a decision stands.
        """
        rows = self._open_row[self._open_row >= 0]
        self.release(self._customer[rows[self._decided_on[rows] + expiry_days <= day]], day)

    def do(self, customers: np.ndarray, actions: np.ndarray, day: int) -> None:
        """End decisions by what was done for them.

        Args:
            customers: (m,) row numbers, each with a decision that stands.
            actions: (m,) codes of what was done.
            day: today.
        """
        rows = self._open_row[customers]
        self._ended_on[rows] = day
        self._is_done[rows] = True
        self._action[rows] = actions
        self._open_row[customers] = -1

    def used(self, day: int) -> tuple[dict[str, float], np.ndarray]:
        """What is used of the month of a day, by all that is known in the morning.

        Args:
            day: today.

        Returns:
            tuple: amount by shared resource; (g,) hours by account manager.
        """
        month = self._settings.month(np.arange(day + 1))
        today = month[day]
        decided_now = month[self._decided_on] == today
        is_open = self._ended_on == LATER
        ended_now = month[np.minimum(self._ended_on, day)] == today
        counts = np.where(
            decided_now, is_open | self._is_done, is_open | (self._is_done & ended_now)
        )
        actions = self._action[counts]
        hours = np.bincount(
            self._manager[self._customer[counts]],
            weights=USE[HOURS][actions],
            minlength=self._manager_count,
        )
        return {name: float(USE[name][actions].sum()) for name in SHARED}, hours
