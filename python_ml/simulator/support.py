"""Support tickets and net promoter answers."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

SEVERITIES = ("low", "medium", "high", "critical")
TICKET_WINDOW_DAYS = 90
DAY_SECONDS = 86_400
SURVEY_RESPONSE_RATE = 0.45


def decided_on(world: SimpleNamespace) -> np.ndarray:
    """Day of the decision about each customer: the assignment, or the as-of date.

    Args:
        world: population of n customers.

    Returns:
        (n,) datetime64[D].
    """
    return np.where(world.in_experiment, catalogue.ASSIGNED_ON, catalogue.AS_OF_DATE)


def make_tickets(world: SimpleNamespace, last_fact_on: np.ndarray) -> SimpleNamespace:
    """Draw the tickets of the 90 days before the decision, and those since.

    Args:
        world: population of n customers.
        last_fact_on: (n,) datetime64[D], last day on which anything is known of a customer.

    Returns:
        SimpleNamespace: t tickets in order of opening: customer (t,) row numbers, opened_at and
        resolved_at (t,) datetime64[s] (NaT while open), severity (t,) codes, satisfaction (t,)
        float64 with NaN where nobody answered.
    """
    rng = stream(world.seed, "support_tickets")
    first_day = decided_on(world) - np.timedelta64(TICKET_WINDOW_DAYS, "D")
    window_days = (catalogue.AS_OF_DATE - first_day).astype(np.int64)
    rate = 0.25 + 2.2 * sigmoid(4 * (world.support_pain - 0.5))
    rate *= np.where(world.is_dormant, 0.05, 1.0)
    counts = rng.poisson(rate * window_days / TICKET_WINDOW_DAYS)
    customer = np.repeat(np.arange(world.count), counts)
    t = len(customer)

    pain = world.support_pain[customer]
    seconds = (rng.random(t) * window_days[customer] * DAY_SECONDS).astype(np.int64)
    opened_at = first_day[customer].astype("datetime64[s]") + seconds
    hours = np.exp(2.5 + 0.4 * pain + 1.0 * rng.standard_normal(t))
    resolved_at = opened_at + (3600 * hours).astype(np.int64)
    severity = np.digitize(0.6 * pain + rng.standard_normal(t), [0.3, 1.2, 2.1])
    mood = 3.6 + 0.9 * world.relationship[customer] - 0.3 * pain + 0.6 * rng.standard_normal(t)
    satisfaction = np.clip(np.rint(mood), 1, 5)
    answers = rng.random(t) < 0.6  # noqa: PLR2004 -- share of tickets that are rated

    end_of_facts = last_fact_on[customer].astype("datetime64[s]") + np.timedelta64(DAY_SECONDS, "s")
    is_open = resolved_at >= end_of_facts
    resolved_at[is_open] = np.datetime64("NaT", "s")
    satisfaction[is_open | ~answers] = np.nan
    known = np.flatnonzero(opened_at < end_of_facts)
    known = known[np.argsort(opened_at[known], kind="stable")]
    return SimpleNamespace(
        customer=customer[known],
        opened_at=opened_at[known],
        resolved_at=resolved_at[known],
        severity=severity[known],
        satisfaction=satisfaction[known],
    )


def make_survey_responses(world: SimpleNamespace) -> SimpleNamespace:
    """Draw the net promoter answers, at most one per customer, before the decision.

    Args:
        world: population of n customers.

    Returns:
        SimpleNamespace: r answers in order of time: customer (r,) row numbers, responded_at (r,)
        datetime64[s], nps (r,) integers 0 to 10.
    """
    rng = stream(world.seed, "survey_responses")
    rate = SURVEY_RESPONSE_RATE * np.where(world.is_dormant, 0.15, 1.0)
    responds = rng.random(world.count) < rate
    seconds_before = rng.integers(DAY_SECONDS, 85 * DAY_SECONDS, world.count)
    responded_at = decided_on(world).astype("datetime64[s]") - seconds_before
    noise = rng.standard_normal(world.count)
    nps = np.clip(np.rint(6.6 + 0.8 * world.health + 1.8 * world.relationship + noise), 0, 10)
    customer = np.flatnonzero(responds)
    customer = customer[np.argsort(responded_at[customer], kind="stable")]
    return SimpleNamespace(
        customer=customer,
        responded_at=responded_at[customer],
        nps=nps[customer].astype(np.int64),
    )
