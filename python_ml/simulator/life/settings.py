"""How large a living company is, how long it lives, and what is left to chance."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

FIRST_DAY = np.datetime64("2026-01-01")
TERM_DAYS = 91
FADING_DAYS = 30
TIRING_DAYS = 90
# What is left of an effect each time the action has been given within the days of tiring.
TIRING_RATE = 0.6
# Of all decisions to act so many are delivered, and so many replaced by something else.
DELIVERY_RATE = 0.8
OVERRIDE_RATE = 0.08
LATEST_DELIVERY_DAYS = 13
# What is not done by then is not done any more: the engine's nba_decision_expiry_days.
EXPIRY_DAYS = 14
BUDGET_PER_CUSTOMER = 6.0


@dataclass(frozen=True)
class LifeSettings:
    """One life.

    Attributes:
        customers: on the first day.
        days: of the life, each with one build.
        seed: of everything that is left to chance.
        start: the first day.
        budget: money of a calendar month, account currency; by default 6 a customer.
        exploration_rate: share of decision points whose action is drawn.
        exploration_share: the most that draws may use of every resource.
        holdout_rate: share of the customers who are never treated.
        period_days: from one regular decision point of a customer to the next; 0 for all at every
            build, as before decisions had a life of their own.
        window_days: after a decision, in which an outcome counts for it.
        policies: of the engine, the one in charge first; the others are its shadows.
        foresight_limit: decision points to come that are foreseen at most.

    Raises:
        ValueError: for fewer than 50 customers, no day, or a negative budget.
    """

    customers: int = 1_000
    days: int = 180
    seed: int = 1
    start: np.datetime64 = FIRST_DAY
    budget: float | None = None
    exploration_rate: float = 0.2
    exploration_share: float = 0.5
    holdout_rate: float = 0.05
    period_days: int = 28
    window_days: int = 28
    policies: tuple[str, ...] = ("auto", "propensity_v1", "business_as_usual")
    foresight_limit: int = 1_000

    def __post_init__(self) -> None:
        """Refuse what no life can be lived with."""
        if self.customers < 50:  # noqa: PLR2004 -- fewer leave account managers without customers
            raise ValueError("A life needs 50 customers or more: raise --customers.")
        if self.days < 1:
            raise ValueError("A life lasts one day or more: raise --days.")
        if self.budget is not None and self.budget < 0:
            raise ValueError("The budget of a month is 0 or more.")

    @property
    def monthly_budget(self) -> float:
        """Money of a calendar month, account currency."""
        return BUDGET_PER_CUSTOMER * self.customers if self.budget is None else self.budget

    def variables(self) -> dict:
        """The variables of the engine that belong to this life."""
        # What a build may spend where every build decides anew.
        budget = self.monthly_budget if self.period_days else self.monthly_budget / 30
        return {
            "nba_policy": self.policies[0],
            "nba_budget_amount": budget,
            "nba_budget_period": "month" if self.period_days else "build",
            "nba_decision_period_days": self.period_days,
            "nba_decision_expiry_days": EXPIRY_DAYS,
            "nba_exploration_rate": self.exploration_rate,
            "nba_exploration_resource_share": self.exploration_share,
            "nba_foresight_limit": self.foresight_limit,
            "nba_holdout_rate": self.holdout_rate,
            "nba_outcome_window_days": self.window_days,
        }

    def date(self, day: int) -> np.datetime64:
        """The date of a day that is counted from 0."""
        return self.start + day

    def calendar_date(self, day: int) -> dt.date:
        """The same as Python's date."""
        return dt.date.fromisoformat(str(self.date(day)))

    def month(self, days: np.ndarray) -> np.ndarray:
        """(m,) number of the calendar month of each day, from 0 for that of the first day."""
        months = (self.start + np.asarray(days)).astype("datetime64[M]")
        return (months - self.start.astype("datetime64[M]")).astype(np.int64)
