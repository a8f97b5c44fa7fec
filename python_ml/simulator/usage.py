"""Weekly usage of the product, as its telemetry shows it."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

FEATURES_IN_PRODUCT = 20
WEEKLY_DRIFT = 0.07
RECENT_WEEK_COUNT = 4


def make_usage(world: SimpleNamespace) -> dict:
    """Draw twelve weeks of usage.

    A customer's level is reached in the last week before the decision about them (assignment for
    the experiment, the as-of date for all others); before that it drifts there with the trend.

    Args:
        world: population of n customers.

    Returns:
        dict: `active_users`, `sessions`, `features`, each (n, 12) int32.
    """
    rng = stream(world.seed, "usage")
    weeks_to_go = np.minimum(np.arange(len(catalogue.WEEKS)) - last_week_known(world)[:, None], 0)
    # The weekly figures are most of the world's data; single precision halves them.
    drift = np.exp(WEEKLY_DRIFT * world.trend[:, None] * weeks_to_go).astype(np.float32)

    utilisation = np.where(
        world.is_dormant, 0.02, 0.05 + 0.9 * sigmoid(0.2 + 1.1 * world.engagement)
    ).astype(np.float32)
    reachable = np.minimum(utilisation[:, None] * np.sqrt(drift), 0.98)
    active_users = rng.binomial(world.seats[:, None], reachable).astype(np.int32)

    sessions_per_user = np.where(
        world.is_dormant, 0.8, np.exp(1.0 + 0.35 * world.engagement)
    ).astype(np.float32)
    sessions = rng.poisson(active_users * sessions_per_user[:, None] * np.sqrt(drift))

    breadth = sigmoid(0.1 - 1.1 * world.onboarding_gap + 0.25 * world.plan).astype(np.float32)
    breadth = np.where(world.is_dormant, 0.2 * breadth, breadth)
    features = rng.binomial(FEATURES_IN_PRODUCT, breadth[:, None], size=sessions.shape)
    # Nobody uses more features than they had sessions.
    features = np.minimum(features, sessions)
    return {
        "active_users": active_users,
        "sessions": sessions.astype(np.int32),
        "features": features.astype(np.int32),
    }


def last_week_known(world: SimpleNamespace) -> np.ndarray:
    """Index of the last week that was over before the decision about a customer.

    Args:
        world: population of n customers.

    Returns:
        (n,) int64: index into `catalogue.WEEKS`.
    """
    before_assignment = int(np.searchsorted(catalogue.WEEKS, catalogue.ASSIGNED_ON)) - 1
    return np.where(world.in_experiment, before_assignment, len(catalogue.WEEKS) - 1)


def recent_seat_utilisation(world: SimpleNamespace, usage: dict) -> np.ndarray:
    """Share of seats in use over the four weeks before the decision, as anybody could see it.

    Args:
        world: population of n customers.
        usage: result of `make_usage`.

    Returns:
        (n,) float64, 0 or more.
    """
    columns = last_week_known(world)[:, None] - np.arange(RECENT_WEEK_COUNT)
    recent = np.take_along_axis(usage["active_users"], columns, axis=1)
    return recent.mean(axis=1) / world.seats
