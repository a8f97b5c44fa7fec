"""What happens to customers whatever is done: moods that drift, and tickets that open."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.streams import stream

DRIFT_PER_DAY = 0.06
# A mood goes back to what is usual by this share a day.
RETURN_PER_DAY = 0.02
TICKETS_PER_DAY = 0.002
TICKET_DAYS = 9
TICKET_EFFECT = -0.8


@dataclass(frozen=True)
class Health:
    """The exogenous part of each customer's wish to stay.

    Attributes:
        mood: (n, d) what a day adds to the log-odds of going on.
        open_tickets: (n, d) number of severe tickets that are open in the morning.
    """

    mood: np.ndarray
    open_tickets: np.ndarray

    def score(self, customers: np.ndarray, days: np.ndarray) -> np.ndarray:
        """What is added to the log-odds of going on.

        Args:
            customers: (m,) row numbers.
            days: (m,) days.

        Returns:
            (m,) float64.
        """
        days = np.minimum(days, self.mood.shape[1] - 1)
        return self.mood[customers, days] + TICKET_EFFECT * (self.open_tickets[customers, days] > 0)


def make_health(settings: LifeSettings, count: int) -> Health:
    """Draw moods and tickets for every day, and a term beyond the last.

    Args:
        settings: LifeSettings.
        count: number of customers.

    Returns:
        Health.
    """
    rng = stream(settings.seed, "life_health")
    days = settings.days + 1
    mood = np.empty((count, days))
    mood[:, 0] = rng.normal(0, 0.4, count)
    shocks = rng.normal(0, DRIFT_PER_DAY, (count, days))
    for day in range(1, days):
        mood[:, day] = (1 - RETURN_PER_DAY) * mood[:, day - 1] + shocks[:, day]
    opens = rng.random((count, days)) < TICKETS_PER_DAY
    open_tickets = np.zeros((count, days), dtype=np.int64)
    for age in range(1, TICKET_DAYS + 1):
        open_tickets[:, age:] += opens[:, :-age]
    return Health(mood, open_tickets)
