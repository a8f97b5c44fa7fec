"""A cohort of customers at their renewal: what is known of them, and what is true."""

from dataclasses import dataclass

import numpy as np

from python_ml.simulator import catalogue, policies, potential_outcomes, support, usage
from python_ml.simulator import population as people
from python_ml.simulator.catalogue import DO_NOTHING, UPSELL_SHARE
from python_ml.simulator.churn_scores import make_churn_scores, score_at_decision
from python_ml.simulator.experiment import stratum_codes

FEATURES = (
    *("churn_probability", "log_lifetime_value", "seat_utilisation", "recent_sessions"),
    *("session_trend", "recent_features", "tenure_years", "discount", "log_seats", "plan"),
    *("size", "ticket_count", "severe_ticket_count", "satisfaction", "nps"),
)
RECENT_WEEKS = 4


@dataclass(frozen=True)
class Cohort:
    """n customers whose renewal is at stake.

    Attributes:
        features: (n, 15) float64, nan where nothing is known; the columns are `FEATURES`.
        stratum: (n,) codes of risk band x value band x first year or not.
        eligible: (n, 5) bool.
        rule_action: (n,) action code of the company's rules.
        retention_value: (n,) value of keeping the customer, account currency.
        upsell_value: (n,) value of an expansion.
        retained: (n, 5) true probability to stay under each action.
        upsold: (n, 5) true probability to stay and expand.
    """

    features: np.ndarray
    stratum: np.ndarray
    eligible: np.ndarray
    rule_action: np.ndarray
    retention_value: np.ndarray
    upsell_value: np.ndarray
    retained: np.ndarray
    upsold: np.ndarray

    def true_gain(self) -> np.ndarray:
        """(n, 5) what each action truly causes, before its cost."""
        return (self.retained - self.retained[:, [DO_NOTHING]]) * self.retention_value[:, None] + (
            self.upsold - self.upsold[:, [DO_NOTHING]]
        ) * self.upsell_value[:, None]

    def draw_outcomes(self, action: np.ndarray, rng: np.random.Generator) -> tuple:
        """What happens to everybody.

        Args:
            action: (n,) codes.
            rng: numpy.random.Generator; in the same state it draws the same luck for each customer,
                whatever is done.

        Returns:
            tuple: retained (n,) and upsold (n,), 0.0 or 1.0.
        """
        luck = rng.random((len(action), 2))
        rows = np.arange(len(action))
        retained = luck[:, 0] < self.retained[rows, action]
        accepts = self.upsold[rows, action] / self.retained[rows, action]
        return retained.astype(float), (retained & (luck[:, 1] < accepts)).astype(float)


def make_cohort(customer_count: int, seed: int) -> Cohort:
    """Draw a cohort from the simulated world.

    Args:
        customer_count: int, n.
        seed: int.

    Returns:
        Cohort.
    """
    population = people.make_population(customer_count, seed)
    scores = make_churn_scores(population)
    score = score_at_decision(population, scores)
    weekly = usage.make_usage(population)
    utilisation = usage.recent_seat_utilisation(population, weekly)
    retained = potential_outcomes.retained_probability(population)
    newness = (population.tenure_years == 1).astype(np.int64)
    return Cohort(
        _features(population, score, weekly, utilisation),
        2 * stratum_codes(score, population.lifetime_value) + newness,
        policies.eligible_actions(score),
        policies.business_as_usual(score, population.lifetime_value, utilisation),
        population.lifetime_value,
        population.lifetime_value * UPSELL_SHARE,
        retained,
        retained * potential_outcomes.accepted_probability(population),
    )


def _features(population, score, weekly, utilisation):
    last = usage.last_week_known(population)[:, None]
    recent = last - np.arange(RECENT_WEEKS)
    earlier = recent - RECENT_WEEKS
    sessions = np.take_along_axis(weekly["sessions"], recent, axis=1).mean(axis=1)
    sessions_before = np.take_along_axis(weekly["sessions"], earlier, axis=1).mean(axis=1)
    breadth = np.take_along_axis(weekly["features"], recent, axis=1).mean(axis=1)
    last_fact_on = np.full(population.count, catalogue.LAST_FACT_ON)
    tickets = support.make_tickets(population, last_fact_on)
    surveys = support.make_survey_responses(population)
    count = np.bincount(tickets.customer, minlength=population.count)
    severe = np.bincount(
        tickets.customer,
        weights=tickets.severity >= support.SEVERITIES.index("high"),
        minlength=population.count,
    )
    rated = np.isfinite(tickets.satisfaction)
    ratings = np.bincount(tickets.customer[rated], minlength=population.count)
    total = np.bincount(
        tickets.customer[rated], weights=tickets.satisfaction[rated], minlength=population.count
    )
    nps = np.full(population.count, np.nan)
    nps[surveys.customer] = surveys.nps
    with np.errstate(invalid="ignore", divide="ignore"):
        satisfaction = np.where(ratings > 0, total / ratings, np.nan)
        trend = np.where(sessions_before > 0, sessions / sessions_before - 1, np.nan)
    return np.column_stack(
        [
            *(score, np.log(population.lifetime_value), utilisation, sessions, trend, breadth),
            *(population.tenure_years, population.discount, np.log(population.seats)),
            *(population.plan, population.size, count, severe, satisfaction, nps),
        ]
    )
