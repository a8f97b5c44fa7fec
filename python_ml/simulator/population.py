"""Who the customers are: hidden traits, and the attributes a company has on record."""

from types import SimpleNamespace

import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.streams import stream

SIZE_BANDS = ("micro", "small", "medium", "large")
PLANS = ("starter", "growth", "enterprise")
INDUSTRIES = ("software", "retail", "finance", "health", "manufacturing", "media")
REGIONS = ("amer", "emea", "apac")
CHANNELS = ("inbound", "outbound", "partner", "paid_search")

EXPERIMENT_SHARE = 0.65
DORMANT_SHARE = 0.18
# Seats and revenue grow with the size band.
SEAT_MEDIANS = np.array([8.0, 18.0, 45.0, 150.0])
REVENUE_MEDIANS = np.array([6_500.0, 11_500.0, 19_000.0, 42_000.0])
CUSTOMERS_PER_ACCOUNT_MANAGER = 150


def sigmoid(logit: np.ndarray) -> np.ndarray:
    """Logistic function.

    Args:
        logit: array of any shape.

    Returns:
        array of the same shape, in (0, 1).
    """
    return 1.0 / (1.0 + np.exp(-logit))


def make_population(customer_count: int, seed: int) -> SimpleNamespace:
    """Draw the customers.

    Args:
        customer_count: number of customers, n.
        seed: seed of the world.

    Returns:
        SimpleNamespace: arrays of shape (n,). Hidden traits, standard normal unless said otherwise:
        health, engagement, trend, onboarding_gap, support_pain, relationship, price_sensitivity,
        temper (unobserved), is_dormant (bool). On record: size, plan, industry, region, channel
        (codes), account_manager, tenure_years, signed_up_on, started_on, renews_on (the renewal
        the decision is about), revenue (a year, account currency), seats, discount. And
        in_experiment (bool) and lifetime_value.
    """
    rng = stream(seed, "population")
    n = customer_count
    world = SimpleNamespace(count=n, seed=seed)
    _draw_traits(world, rng)
    _draw_attributes(world, rng)
    _draw_contract(world, rng)
    return world


def _draw_traits(world, rng):
    n = world.count
    world.health = rng.standard_normal(n)
    world.engagement = 0.6 * world.health + 0.8 * rng.standard_normal(n)
    world.trend = 0.4 * world.health + np.sqrt(1 - 0.4**2) * rng.standard_normal(n)
    world.support_pain = -0.2 * world.health + np.sqrt(1 - 0.2**2) * rng.standard_normal(n)
    world.relationship = 0.4 * world.health + np.sqrt(1 - 0.4**2) * rng.standard_normal(n)
    world.price_sensitivity = rng.standard_normal(n)
    world.temper = rng.standard_normal(n)
    # Customers of long standing go dormant; new ones have not learnt the product yet.
    world.tenure_years = np.minimum(rng.geometric(0.4, n), 9)
    old = world.tenure_years >= 2  # noqa: PLR2004 -- the first year is over
    world.is_dormant = rng.random(n) < DORMANT_SHARE * np.where(old, 1.5, 0.25)
    newness = np.where(world.tenure_years == 1, 0.7, -0.45)
    world.onboarding_gap = newness + 0.8 * rng.standard_normal(n)


def _draw_attributes(world, rng):
    n = world.count
    world.size = rng.choice(4, n, p=[0.3, 0.35, 0.25, 0.1])
    plan_score = 0.8 * world.size - 0.4 * world.price_sensitivity + 0.7 * rng.standard_normal(n)
    world.plan = np.digitize(plan_score, [0.8, 2.0])
    world.industry = rng.choice(len(INDUSTRIES), n)
    world.region = rng.choice(len(REGIONS), n, p=[0.5, 0.35, 0.15])
    channel_score = world.price_sensitivity + 1.2 * rng.standard_normal(n)
    world.channel = np.digitize(channel_score, [-0.6, 0.4, 1.2])
    manager_count = max(3, n // CUSTOMERS_PER_ACCOUNT_MANAGER)
    world.account_manager = rng.integers(manager_count, size=n)


def _draw_contract(world, rng):
    n = world.count
    seats = SEAT_MEDIANS[world.size] * np.exp(0.45 * rng.standard_normal(n))
    world.seats = np.maximum(3, np.rint(seats)).astype(np.int64)
    log_noise = 0.25 * np.log(seats / SEAT_MEDIANS[world.size]) + 0.6 * rng.standard_normal(n)
    world.revenue = 10.0 * np.rint(REVENUE_MEDIANS[world.size] * np.exp(log_noise) / 10)
    discount = 0.10 + 0.08 * world.price_sensitivity + 0.02 * rng.standard_normal(n)
    world.discount = np.clip(np.round(discount, 2), 0.0, 0.4)
    world.lifetime_value = world.revenue * catalogue.LIFETIME_VALUE_FACTOR

    # Which renewals fell into the experiment's window is chance, and independent of all traits.
    world.in_experiment = rng.random(n) < EXPERIMENT_SHARE
    world.renews_on = np.where(
        world.in_experiment,
        catalogue.ASSIGNED_ON + rng.integers(0, 28, n),
        catalogue.AS_OF_DATE + rng.integers(1, 91, n),
    )
    world.started_on = add_years(world.renews_on, -world.tenure_years)
    world.signed_up_on = world.started_on - rng.integers(0, 60, n)


def add_years(days: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Move dates by whole years; the day of the month stays (no demo renewal is 29 February).

    Args:
        days: (n,) datetime64[D].
        years: (n,) integers, may be negative.

    Returns:
        (n,) datetime64[D].
    """
    months = days.astype("datetime64[M]")
    day_of_month = days - months.astype("datetime64[D]")
    return (months + 12 * years).astype("datetime64[D]") + day_of_month
