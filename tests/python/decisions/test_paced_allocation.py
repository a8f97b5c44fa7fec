"""What is left of a period is spared for those who come up later in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml.decisions.paced_allocation import Ahead, allocate_paced
from python_ml.decisions.resource_allocation import (
    UNITS,
    GroupedResource,
    Resource,
    allocate,
    make_problem,
)

DAYS = 30
MANAGERS = 3


def world(seed, customers, actions=4):
    """Values, costs and account managers; some customers are worth far more than others."""
    rng = np.random.default_rng(seed)
    cost = np.round(rng.uniform(1, 40, (customers, actions)), 2)
    cost[:, 0] = 0
    worth = rng.lognormal(0, 1, (customers, 1))
    value = cost * worth * rng.uniform(0.2, 3, (customers, actions)) + rng.normal(0, 5, cost.shape)
    return value, cost, rng.integers(-1, MANAGERS, customers)


def problem(value, cost, group, budget, hours):
    use = np.append(0.0, np.ones(value.shape[1] - 1))
    return make_problem(
        value,
        np.arange(len(value)),
        [Resource("budget", cost, budget)],
        [GroupedResource("hours", use, group, hours)],
    )


def used(rows, action, cost, group):
    spend = np.rint(cost[rows, action] * UNITS).sum() / UNITS
    acted = group[rows][(action > 0) & (group[rows] >= 0)]
    return spend, np.bincount(acted, minlength=MANAGERS).astype(float)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    today=st.integers(0, 25),
    later=st.integers(1, 40),
    budget_share=st.floats(0, 1),
    rate=st.sampled_from([1.0, 0.5]),
)
def test_no_limit_is_exceeded_and_the_bounds_hold(seed, today, later, budget_share, rate):
    value, cost, group = world(seed, today + later)
    budget = round(cost[:, 1:].mean() * (today + later) * budget_share, 2)
    hours = np.full(MANAGERS, float(seed % 7))
    now, then = np.arange(today), np.arange(today, today + later)
    own = problem(value[now], cost[now], group[now], budget, hours)
    ahead = Ahead(
        problem(value[then], cost[then], group[then], 0.0, hours * 0),
        (np.ones(later, dtype=bool),) * 2,
        rate,
    )
    found = allocate_paced(own, ahead).today
    spend, acted = used(now, found.action, cost, group)
    assert spend <= budget + 1e-9
    assert (acted <= hours).all()
    chosen = np.where(np.isnan(own.value), 0, own.value)[now, found.action].sum()
    assert found.value == pytest.approx(chosen)
    assert found.upper_bound >= found.value - 1e-9 * abs(found.value)
    # No allocation that uses as much of all that has a price earns more than the bound says.
    unpaced = allocate(
        problem(value[now], cost[now], group[now], spend, np.where(acted > 0, acted, 0))
    )
    assert unpaced.value <= found.upper_bound + 1e-6 * (1 + abs(found.upper_bound))


def month(seed, daily=4):
    """A month in which everybody comes up on one day, and those who come early are worth less."""
    value, cost, group = world(seed, daily * DAYS)
    days = np.sort(np.random.default_rng(seed).integers(0, DAYS, len(value)))
    value = value * (0.7 + 0.6 * days / DAYS)[:, None]
    budget = round(cost[:, -1].sum() * 0.15, 2)
    return value, cost, group, days, budget, np.full(MANAGERS, 3.0 * daily)


def lived(choose, value, cost, group, days, left, hours):  # noqa: PLR0917
    """Value of a month that is decided on day by day, by `choose`.

    It is given the problem of the day, the days left, and the problem of who comes later.
    """
    total = 0.0
    for day in range(DAYS):
        rows, later = np.flatnonzero(days == day), np.flatnonzero(days > day)
        action = choose(
            problem(value[rows], cost[rows], group[rows], left, hours),
            DAYS - day,
            problem(value[later], cost[later], group[later], 0.0, hours * 0),
        )
        spend, acted = used(rows, action, cost, group)
        left, hours = round(left - spend, 4), hours - acted
        assert left >= 0
        assert (hours >= 0).all()
        total += np.where(action > 0, value[rows, action], 0).sum()
    return total


def paced(today, days_left, later):
    del days_left
    if not later.customer_count:
        return allocate(today).action
    everybody = np.ones(later.customer_count, dtype=bool)
    return allocate_paced(today, Ahead(later, (everybody,) * 2)).today.action


def first_come(today, days_left, later):
    del days_left, later
    return allocate(today).action


def evenly(today, days_left, later):
    del later
    shared = [
        Resource(r.name, r.amount / UNITS, r.limit / UNITS / days_left) for r in today.resources
    ]
    grouped = [
        GroupedResource(g.name, g.amount / UNITS, g.group, g.limits / UNITS / days_left)
        for g in today.grouped
    ]
    return allocate(make_problem(today.value, today.key, shared, grouped)).action


def test_a_month_paced_by_the_day_earns_nearly_what_planning_it_at_once_does():
    value, cost, group, days, budget, hours = month(3)
    clairvoyant = allocate(problem(value, cost, group, budget, hours)).value
    earned = {
        choose.__name__: lived(choose, value, cost, group, days, budget, hours) / clairvoyant
        for choose in (paced, first_come, evenly)
    }
    assert earned["paced"] >= 0.95
    assert earned["paced"] > max(earned["first_come"], earned["evenly"])
