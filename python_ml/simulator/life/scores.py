"""What the company knows of its customers: the truth with noise on it."""

import numpy as np

from python_ml.simulator.life.population import ACTION_COUNT
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.life.truth import potential_outcomes
from python_ml.simulator.life.world import GOALS, World
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

CHURN_NOISE = 0.2
# An effect is known to a share of itself, and to so much more or less.
RELATIVE_NOISE = 0.3
ABSOLUTE_NOISE = 0.004
SCORING_DAYS = 7


class Scores:
    """Models of the company, which are trained no more.

    Args:
        settings: LifeSettings.
        count: number of customers.
    """

    def __init__(self, settings: LifeSettings, count: int) -> None:
        rng = stream(settings.seed, "life_scores")
        weeks = settings.days // SCORING_DAYS + 1
        self._churn_noise = rng.normal(0, CHURN_NOISE, (count, weeks))
        self._relative = rng.normal(1, RELATIVE_NOISE, (count, ACTION_COUNT, len(GOALS)))
        self._absolute = rng.normal(0, ABSOLUTE_NOISE, (count, ACTION_COUNT, len(GOALS)))

    def churn_probability(self, world: World, customers: np.ndarray, day: int) -> np.ndarray:
        """How likely customers are to leave at their next renewal, as scored once a week.

        Args:
            world: World.
            customers: (m,) row numbers.
            day: today.

        Returns:
            (m,) in (0, 1), three decimals.
        """
        week = day // SCORING_DAYS
        scored_on = np.full(len(customers), week * SCORING_DAYS)
        stays = world.population.stay_score[customers] + world.health.score(customers, scored_on)
        return np.round(sigmoid(-stays - self._churn_noise[customers, week]), 3)

    def effects(self, world: World, customers: np.ndarray, day: int) -> tuple:
        """What each action is estimated to add to both goals at the next renewal.

        Args:
            world: World, in the morning of the day.
            customers: (m,) row numbers.
            day: today.

        Returns:
            tuple: (m, 5, 2) estimates; (m, 5, 2) standard errors; (m, 2) outcomes if nothing is
            done.
        """
        _, outcomes = potential_outcomes(world, customers, day)
        effects = outcomes - outcomes[:, :1]
        estimates = effects * self._relative[customers] + self._absolute[customers]
        estimates[:, 0] = 0.0
        errors = np.hypot(RELATIVE_NOISE * effects, ABSOLUTE_NOISE)
        return estimates, errors, outcomes[:, 0]
