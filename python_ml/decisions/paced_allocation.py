"""Today's allocation at the prices of the whole rest of the planning horizon.

What is left of a period must last for those who come up later in it. The dual of today's customers
and of those foreseen together gives a price for each resource; today's customers then get what is
best at these prices, within what is left, so that every limit holds exactly. These are the bid
prices of revenue management (Talluri and van Ryzin 1998, "An analysis of bid-price controls for
network revenue management"), found anew every day.
"""

from dataclasses import dataclass, replace

import numpy as np

from python_ml.decisions.resource_allocation import (
    Allocation,
    Dual,
    GroupedResource,
    Prices,
    Problem,
    Resource,
    allocate,
    binding_resources,
    find_prices,
)


@dataclass(frozen=True)
class Ahead:
    """Decisions to come.

    Attributes:
        problem: Problem of theirs, with the resources of today's problem in the same order; its
            limits are what there will be in the later periods of the horizon.
        is_current: tuple of (m,) bool, for each resource, ungrouped ones first: whether the
            decision falls in the present period of the resource, and so uses what is left today.
        sample_rate: share of all decisions to come that are in the problem.
    """

    problem: Problem
    is_current: tuple
    sample_rate: float = 1.0

    def minimum_is_due(self) -> tuple:
        """Whether each ungrouped resource's minimum must be reached today: nothing follows."""
        count = len(self.problem.resources)
        return tuple(not current.any() for current in self.is_current[:count])


@dataclass(frozen=True)
class PacedAllocation:
    """Today's allocation and what it was paced by.

    Attributes:
        today: Allocation; its prices are those of the horizon and what today's own scarcity adds,
            and its bound is the most that any allocation could earn that uses no more of what has a
            price.
        horizon_prices: Prices of the horizon's problem, to start from the next time.
        horizon_upper_bound: value that no plan for today and all decisions to come exceeds, as
            estimated from the sample.
    """

    today: Allocation
    horizon_prices: Prices
    horizon_upper_bound: float


def allocate_paced(
    today: Problem, ahead: Ahead, *, initial_prices: Prices | None = None, threads: int = 1
) -> PacedAllocation:
    """Choose one action for each of today's customers with those in mind who come later.

    Args:
        today: Problem of today's customers, with all that is left.
        ahead: Ahead.
        initial_prices: horizon's prices of an earlier run with the same resources, or None.
        threads: int.

    Returns:
        PacedAllocation.
    """
    horizon = horizon_problem(today, ahead)
    prices = find_prices(horizon, initial=initial_prices, threads=threads)
    found = _allocate_at(today, _of_today(prices, today), ahead.minimum_is_due(), threads)
    bound = Dual(horizon, threads).upper_bound(prices)
    return PacedAllocation(found, prices, bound / ahead.sample_rate)


def horizon_problem(today: Problem, ahead: Ahead) -> Problem:
    """Today's customers and those to come together, on the scale of the sample.

    Args:
        today: Problem of today's customers, with all that is left.
        ahead: Ahead.

    Returns:
        Problem: resources of the present period in the order of today's problem, then those of
        later periods that somebody falls in.
    """
    rows = np.flatnonzero(_is_drawn(today.key, ahead.sample_rate))
    later = ahead.problem
    count = len(today.resources)
    shared, shared_later = [], []
    for own, other, is_current in zip(
        today.resources, later.resources, ahead.is_current[:count], strict=True
    ):
        is_now = np.append(np.ones(len(rows), dtype=bool), is_current)
        amount = _amounts(own, other, rows)
        rate = ahead.sample_rate
        shared.append(
            Resource(own.name, _kept(amount, is_now), own.limit * rate, own.minimum * rate)
        )
        if not is_current.all():
            shared_later.append(Resource(own.name, _kept(amount, ~is_now), other.limit * rate))
    grouped, grouped_later = [], []
    for own, other, is_current in zip(
        today.grouped, later.grouped, ahead.is_current[count:], strict=True
    ):
        is_now = np.append(np.ones(len(rows), dtype=bool), is_current)
        group = np.append(own.group[rows], other.group)
        for resource, chosen, kept in ((own, is_now, grouped), (other, ~is_now, grouped_later)):
            if chosen.any() or resource is own:
                limits = resource.limits * ahead.sample_rate
                kept.append(
                    GroupedResource(own.name, own.amount, np.where(chosen, group, -1), limits)
                )
    return Problem(
        np.concatenate([today.value[rows], later.value]),
        np.append(today.key[rows], later.key),
        (*shared, *shared_later),
        (*grouped, *grouped_later),
    )


def _amounts(own, other, rows):
    """(k,) use, or (n, k) where customers differ."""
    if own.amount.ndim == 1:
        return own.amount
    return np.concatenate([own.amount[rows], other.amount])


def _kept(amount, is_meant):
    """The amounts of those who are meant; the others use nothing."""
    if amount.ndim == 1 and is_meant.all():
        return amount
    return np.where(is_meant[:, None], amount, 0.0)


def _is_drawn(key, rate):
    """(n,) bool, by a hash of the keys (splitmix64, Steele et al. 2014)."""
    mixed = key.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed / 2.0**64 < rate


def _of_today(prices, today):
    """The prices of what is left of the present periods."""
    count = len(today.resources)
    return Prices(
        prices.limits[:count], prices.minimums[:count], prices.groups[: len(today.grouped)]
    )


def _allocate_at(today, prices, minimum_is_due, threads):
    """Allocate what is worth its price, and say it in the values of today."""
    net = Dual(today, threads).net_values(prices, slice(None))
    resources = tuple(
        replace(resource, minimum=resource.minimum if is_due else 0.0)
        for resource, is_due in zip(today.resources, minimum_is_due, strict=True)
    )
    found = allocate(replace(today, value=net, resources=resources), threads=threads)
    total = Prices(
        prices.limits + found.prices.limits,
        prices.minimums + found.prices.minimums,
        tuple(a + b for a, b in zip(prices.groups, found.prices.groups, strict=True)),
    )
    value = float(today.value[np.arange(len(found.action)), found.action].sum())
    return replace(
        found,
        value=value,
        upper_bound=value + (found.upper_bound - found.value),
        prices=total,
        binding=binding_resources(today, total, found.action),
    )
