"""A company from day to day: decisions are delivered or not, contracts renew, customers go."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator.catalogue import (
    DO_NOTHING,
    LIFETIME_VALUE_FACTOR,
    UNIT_COSTS,
    UPSELL_SHARE,
)
from python_ml.simulator.life.delivery import NEVER_DONE, DeliveryLuck, make_fates
from python_ml.simulator.life.fading import Memory
from python_ml.simulator.life.health import make_health
from python_ml.simulator.life.population import make_population
from python_ml.simulator.life.settings import LifeSettings
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

LATER = 10**6
GOALS = ("retention", "upsell")
METRICS = ("retained", "upsold")
OPT_OUTS_PER_DAY = 0.0003


@dataclass(frozen=True)
class Done:
    """Something that was done for customers on one day, m in number.

    Attributes:
        customer: (m,) row numbers.
        action: (m,) codes of what was done.
        decided_action: (m,) codes of what was decided.
        decision_id: (m,) text, of the decision that it answers.
        fate: (m,) codes of `delivery`.
    """

    customer: np.ndarray
    action: np.ndarray
    decided_action: np.ndarray
    decision_id: np.ndarray
    fate: np.ndarray


@dataclass(frozen=True)
class Renewals:
    """Contracts that came up on one day, m in number.

    Attributes:
        customer: (m,) row numbers.
        outcome: (m, 2) 0 or 1 by goal.
        expected: (m, 2) their probabilities.
        untreated: (m, 2) what they would be, had nothing ever been done.
    """

    customer: np.ndarray
    outcome: np.ndarray
    expected: np.ndarray
    untreated: np.ndarray


class World:
    """The state of a life.

    What is left to chance is drawn before it begins, by customer and day, so that other decisions
    meet the same luck.

    Args:
        settings: LifeSettings.
    """

    def __init__(self, settings: LifeSettings) -> None:
        self.settings = settings
        self.population = make_population(settings)
        n = self.population.count
        self.health = make_health(settings, n)
        self.fates = make_fates(int(self.population.manager.max()) + 1)
        self.lifetime_value = np.round(self.population.revenue * LIFETIME_VALUE_FACTOR, 2)
        self.goal_values = np.column_stack(
            [self.lifetime_value, np.round(UPSELL_SHARE * self.lifetime_value, 2)]
        )
        rng = stream(settings.seed, "life_outcomes")
        self._outcome_luck = rng.random((n, settings.days, 2), dtype=np.float32)
        # From e-mail, or from everything.
        self.opts_out_on = rng.geometric(OPT_OUTS_PER_DAY, n)
        self.opts_out_of_all = rng.random(n) < 0.5  # noqa: PLR2004
        self._delivery_luck = DeliveryLuck(settings, n)
        self.memory = Memory(n)
        self.leaves_on = np.full(n, LATER)
        self._planned_on = np.full(n, LATER)
        self._planned = np.zeros(n, dtype=np.int64)
        self._decided = np.zeros(n, dtype=np.int64)
        self._fate = np.full(n, NEVER_DONE)
        self._decision_id = np.full(n, "", dtype=object)

    def active(self, day: int) -> np.ndarray:
        """Row numbers of those who are customers in the morning of a day."""
        return np.flatnonzero((self.population.arrives_on <= day) & (self.leaves_on > day))

    def known(self, day: int) -> np.ndarray:
        """Row numbers of those who are or were customers in the morning of a day."""
        return np.flatnonzero(self.population.arrives_on <= day)

    def will_leave(self, customers: np.ndarray, day: int, later: int) -> np.ndarray:
        """Who leaves before a later day if nothing more is done: known to the luck alone.

        Args:
            customers: (m,) row numbers.
            day: today.
            later: a day within a term of today.

        Returns:
            (m,) bool.
        """
        renewal = self.population.next_renewal(day)[customers]
        is_between = renewal < later
        days = np.minimum(renewal, self.settings.days - 1)
        expected = self.expected_outcomes(customers, days, *self.lifts(customers, days))
        return is_between & (self._outcome_luck[customers, days, 0] >= expected[:, 0])

    def decide(
        self, customers: np.ndarray, actions: np.ndarray, decision_ids: np.ndarray, day: int
    ) -> None:
        """Take note of decisions, in the morning: what was decided before is not done any more.

        Args:
            customers: (m,) row numbers, each once.
            actions: (m,) codes.
            decision_ids: (m,) text.
            day: today.
        """
        fate, on, done = self._delivery_luck.draw(
            self.fates, customers, self.population.manager[customers], actions, day
        )
        self._fate[customers] = fate
        self._planned_on[customers] = np.where(fate == NEVER_DONE, LATER, on)
        self._planned[customers] = done
        self._decided[customers] = actions
        self._decision_id[customers] = decision_ids

    def withdraw(self, customers: np.ndarray) -> None:
        """Forget what was decided for customers.

        Args:
            customers: (m,) row numbers.
        """
        self._planned_on[customers] = LATER

    def live(self, day: int) -> tuple[Done, Renewals]:
        """Let a day pass: first managers act, then contracts renew.

        Args:
            day: today.

        Returns:
            tuple: Done, Renewals.
        """
        customers = self.active(day)
        acted_on = customers[self._planned_on[customers] == day]
        done = Done(
            customer=acted_on,
            action=self._planned[acted_on],
            decided_action=self._decided[acted_on],
            decision_id=self._decision_id[acted_on],
            fate=self._fate[acted_on],
        )
        self.memory.give(acted_on, done.action, day)
        self._planned_on[acted_on] = LATER
        return done, self._renew(customers, day)

    def _renew(self, customers, day):
        up = customers[self.population.next_renewal(day)[customers] == day]
        days = np.full(len(up), day)
        expected = self.expected_outcomes(up, days, *self.lifts(up, days))
        nothing = np.zeros(len(up))
        draws = self._outcome_luck[up, day]
        retained = draws[:, 0] < expected[:, 0]
        grows = draws[:, 1] < expected[:, 1] / np.maximum(expected[:, 0], 1e-12)
        self.leaves_on[up[~retained]] = day + 1
        return Renewals(
            customer=up,
            outcome=np.column_stack([retained, retained & grows]).astype(np.float64),
            expected=expected,
            untreated=self.expected_outcomes(up, days, nothing, nothing),
        )

    def lifts(self, customers: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What all that was done so far adds to the log-odds of both goals on later days.

        Args:
            customers: (m,) row numbers.
            days: (m,) days.

        Returns:
            tuple: (m,), (m,).
        """
        population = self.population
        return (
            self.memory.lift(customers, population.retention_effect[customers], days),
            self.memory.lift(customers, population.growth_effect[customers], days),
        )

    def expected_outcomes(
        self,
        customers: np.ndarray,
        days: np.ndarray,
        retention_lift: np.ndarray,
        growth_lift: np.ndarray,
    ) -> np.ndarray:
        """Probabilities of both goals at renewals on given days. Who leaves does not grow.

        Args:
            customers: (m,) row numbers.
            days: (m,) days of the renewals.
            retention_lift: (m,) added to the log-odds of going on.
            growth_lift: (m,) added to the log-odds of buying more.

        Returns:
            (m, 2) float64.
        """
        stays = sigmoid(
            self.population.stay_score[customers]
            + self.health.score(customers, days)
            + retention_lift
        )
        grows = sigmoid(self.population.growth_score[customers] + growth_lift)
        return np.column_stack([stays, stays * grows])

    def cost(self, actions: np.ndarray) -> np.ndarray:
        """(m,) what actions cost, account currency; (m,) codes."""
        return np.where(actions == DO_NOTHING, 0.0, UNIT_COSTS[actions])
