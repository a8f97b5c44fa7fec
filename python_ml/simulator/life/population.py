"""Who the customers of a living company are, when they come, and when their contracts renew."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator.catalogue import CALL, EMAIL, TRAINING, UPSELL
from python_ml.simulator.life.settings import TERM_DAYS, LifeSettings
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

CUSTOMERS_PER_MANAGER = 125
# New customers a day, for each that is there at first.
ARRIVAL_RATE = 0.0015
# Mean effect of an action on the log-odds of going on, and of growing.
RETENTION_EFFECTS = {EMAIL: 0.15, TRAINING: 0.5, CALL: 1.0, UPSELL: -0.1}
GROWTH_EFFECTS = {EMAIL: 0.0, TRAINING: 0.2, CALL: 0.3, UPSELL: 1.0}
ACTION_COUNT = 5


@dataclass(frozen=True)
class Population:
    """All customers that there will ever be, n in number.

    Attributes:
        ids: (n,) text.
        arrives_on: (n,) day from which they are customers, 0 or earlier for those of the first day.
        first_renewal: (n,) day of the first renewal from day 0 on.
        tenure_days: (n,) on day 0; negative for those who come later.
        manager: (n,) number of the account manager.
        revenue: (n,) annual, account currency.
        stay_score: (n,) log-odds of going on if nothing is done and nothing happens.
        growth_score: (n,) log-odds of buying more at a renewal.
        engagement: (n,) from 0 to 100.
        retention_effect: (n, 5) what an action adds to the log-odds of going on when it is fresh.
        growth_effect: (n, 5) what it adds to those of buying more.
    """

    ids: np.ndarray
    arrives_on: np.ndarray
    first_renewal: np.ndarray
    tenure_days: np.ndarray
    manager: np.ndarray
    revenue: np.ndarray
    stay_score: np.ndarray
    growth_score: np.ndarray
    engagement: np.ndarray
    retention_effect: np.ndarray
    growth_effect: np.ndarray

    @property
    def count(self) -> int:
        """Number of customers."""
        return len(self.ids)

    def next_renewal(self, day: int) -> np.ndarray:
        """(n,) day of the next renewal, that day included."""
        terms = np.maximum(0, -((self.first_renewal - day) // TERM_DAYS))
        return self.first_renewal + terms * TERM_DAYS


def make_population(settings: LifeSettings) -> Population:
    """Draw the customers of the first day and those who come later.

    Args:
        settings: LifeSettings.

    Returns:
        Population.
    """
    rng = stream(settings.seed, "life_population")
    new_counts = rng.poisson(ARRIVAL_RATE * settings.customers, settings.days)
    arrives_on = np.concatenate(
        [
            np.zeros(settings.customers, dtype=np.int64),
            np.repeat(np.arange(settings.days), new_counts),
        ]
    )
    n = len(arrives_on)
    is_new = np.arange(n) >= settings.customers
    tenure = np.where(is_new, -arrives_on, rng.integers(30, 5 * 365, n))
    manager_count = max(2, settings.customers // CUSTOMERS_PER_MANAGER)
    touchiness = rng.random(n)
    return Population(
        ids=np.array([f"L{number:06d}" for number in range(1, n + 1)]),
        arrives_on=arrives_on,
        first_renewal=np.where(is_new, arrives_on + TERM_DAYS, rng.integers(0, TERM_DAYS, n)),
        tenure_days=tenure,
        manager=rng.integers(0, manager_count, n),
        revenue=np.round(np.exp(rng.normal(np.log(6_000), 0.9, n)), 2),
        stay_score=rng.normal(1.4, 1.0, n),
        growth_score=rng.normal(-1.8, 0.7, n),
        engagement=np.round(100 * sigmoid(rng.normal(0, 1, n)), 2),
        retention_effect=_effects(RETENTION_EFFECTS, touchiness, rng),
        growth_effect=_effects(GROWTH_EFFECTS, touchiness, rng),
    )


def _effects(means, touchiness, rng):
    """(n, 5): some customers are moved much, most a little, and the touchy are put off."""
    n = len(touchiness)
    effects = np.zeros((n, ACTION_COUNT))
    put_off = np.where(touchiness > 0.9, -0.5, 1.0)  # noqa: PLR2004
    for action, mean in means.items():
        effects[:, action] = mean * rng.gamma(2.0, 0.5, n) * put_off
    return effects
