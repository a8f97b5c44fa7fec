"""The whole way: prices, plan, certificate."""

import itertools
from dataclasses import dataclass

import numpy as np

from python_ml.decisions.resource_allocation.dual import Dual, Prices, find_prices, zero_prices
from python_ml.decisions.resource_allocation.primal import make_plan
from python_ml.decisions.resource_allocation.problem import UNITS, Problem

RESTART_LIMIT = 1_000
RESTARTS = 10
RESTART_RANGE = (0.7, 1.3)


@dataclass(frozen=True)
class Allocation:
    """One action per customer, and the proof of how good that is.

    Attributes:
        action: (n,) code of each customer's action.
        value: total value.
        upper_bound: value that no allocation exceeds.
        prices: Prices, in value for a unit of 1/10,000.
        use: (r,) use of the ungrouped resources, in their own units.
        group_use: tuple of (g,) use of the grouped ones.
        binding: (n,) index of the resource that denied the customer what is worth most to them,
            counted over ungrouped, then grouped ones; -1 for none.
        is_feasible: whether every minimum is reached; limits always hold.
        reason: the sentence which minimums are not, or None.
    """

    action: np.ndarray
    value: float
    upper_bound: float
    prices: Prices
    use: np.ndarray
    group_use: tuple
    binding: np.ndarray
    is_feasible: bool
    reason: str | None

    @property
    def gap_rate(self) -> float:
        """How far the value may be below the best possible, as a share of the bound."""
        gap = max(self.upper_bound - self.value, 0.0)
        return gap / abs(self.upper_bound) if gap else 0.0


def allocate(
    problem: Problem, *, initial_prices: Prices | None = None, threads: int = 1
) -> Allocation:
    """Choose one action per customer within all resources.

    Args:
        problem: Problem.
        initial_prices: Prices of an earlier run to start from; None for none.
        threads: int.

    Returns:
        Allocation.
    """
    prices = find_prices(problem, initial=_fitting(initial_prices, problem), threads=threads)
    dual = Dual(problem, threads)
    plan = _best_plan(problem, dual, prices)
    ungrouped = len(problem.resources)
    ends = plan.offsets
    lacking = [
        f"{resource.name} uses {plan.use[i] / UNITS:g} of the required {resource.minimum / UNITS:g}"
        for i, resource in enumerate(problem.resources)
        if plan.use[i] < resource.minimum
    ]
    return Allocation(
        plan.choice,
        plan.value,
        dual.upper_bound(prices),
        prices,
        plan.use[:ungrouped] / UNITS,
        tuple(plan.use[start:end] / UNITS for start, end in itertools.pairwise(ends)),
        binding_resources(problem, prices, plan.choice),
        not lacking,
        "; ".join(lacking) or None,
    )


def _best_plan(problem, dual, prices):
    """The best of several plans where one customer counts for much, else the one at the prices."""
    best = make_plan(problem, dual.net_values(prices, slice(None)))
    if problem.customer_count > RESTART_LIMIT:
        return best
    rng = np.random.default_rng(0)
    for _ in range(RESTARTS):
        parts = prices.limits, prices.minimums, *prices.groups
        limits, minimums, *groups = (
            part * rng.uniform(*RESTART_RANGE, size=len(part)) for part in parts
        )
        shaken = Prices(limits, minimums, tuple(groups))
        plan = make_plan(problem, dual.net_values(shaken, slice(None)))
        if (plan.lack, -plan.value) < (best.lack, -best.value):
            best = plan
    return best


def _fitting(prices, problem):
    """Earlier prices, if they are for the same resources and groups."""
    if prices is None:
        return None
    free = zero_prices(problem)
    shapes = [[len(p.limits), *map(len, p.groups)] for p in (prices, free)]
    return prices if shapes[0] == shapes[1] else None


def binding_resources(problem: Problem, prices: Prices, choice: np.ndarray) -> np.ndarray:
    """What costs most in the action that is worth most, where the customer got another one.

    Args:
        problem: Problem.
        prices: Prices.
        choice: (n,) code of each customer's action.

    Returns:
        (n,) index of the resource, counted over ungrouped, then grouped ones; -1 for none.
    """
    best = problem.value.argmax(axis=1)
    rows = np.arange(len(best))
    costs = []
    for resource, price in zip(problem.resources, prices.limits, strict=True):
        amount = resource.amount
        costs.append(price * (amount[best] if amount.ndim == 1 else amount[rows, best]))
    for resource, group_prices in zip(problem.grouped, prices.groups, strict=True):
        costs.append(np.append(group_prices, 0.0)[resource.group] * resource.amount[best])
    if not costs:
        return np.full(len(best), -1)
    costs = np.stack(costs, axis=1)
    binding = costs.argmax(axis=1)
    denied = (best != choice) & (costs[rows, binding] > 0)
    return np.where(denied, binding, -1)
