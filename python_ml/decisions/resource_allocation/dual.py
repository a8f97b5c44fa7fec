"""Shadow prices: what one more unit of each resource would be worth.

The Lagrangian dual of the allocation is minimised over the prices. It is convex and has corners;
the maximum over the actions is smoothed by a log-sum-exp whose temperature falls (Nesterov 2005,
"Smooth minimization of non-smooth functions"), and each smooth problem is solved by L-BFGS-B from
the last one's prices. Any prices give an upper bound on the value of every allocation (weak
duality).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from python_ml.decisions.resource_allocation.problem import Problem

CHUNK = 65_536
SAMPLE = 30_000
# Of the typical gain; each is solved from the solution of the one before.
TEMPERATURES = (0.3, 0.05, 0.01, 0.002, 0.0005)
ITERATIONS = 150
# From prices that are nearly right, fewer temperatures and iterations do.
WARM_TEMPERATURES = (0.02, 0.002)
WARM_ITERATIONS = 30


@dataclass
class Prices:
    """Price of a unit (1/10,000) of each resource.

    Attributes:
        limits: (r,) of the limits of the ungrouped resources, 0 and more.
        minimums: (r,) of their minimums, 0 and more: what a unit of the minimum costs.
        groups: tuple of (g,), one array for each grouped resource.
    """

    limits: np.ndarray
    minimums: np.ndarray
    groups: tuple

    @property
    def net(self) -> np.ndarray:
        """(r,) price that an action pays: that of the limit less that of the minimum."""
        return self.limits - self.minimums


class Dual:
    """The dual function of a problem, and its gradient.

    Args:
        problem: Problem.
        threads: int, over which the customers are divided.
    """

    def __init__(self, problem, threads=1):
        self.problem = problem
        self.threads = threads
        n = problem.customer_count
        self.chunks = [slice(start, start + CHUNK) for start in range(0, n, CHUNK)]
        self.shared = [i for i, r in enumerate(problem.resources) if r.amount.ndim == 1]
        self.single = [i for i, r in enumerate(problem.resources) if r.amount.ndim > 1]

    def net_values(
        self, prices: Prices, rows: slice | np.ndarray, dtype: type = np.float64
    ) -> np.ndarray:
        """Values after paying for the resources.

        Args:
            prices: Prices.
            rows: slice or index of customers.
            dtype: of the result.

        Returns:
            (m, k) array; -inf where an action is not allowed.
        """
        problem = self.problem
        net = problem.value[rows].astype(dtype)
        charge = np.zeros(problem.action_count)
        for i in self.shared:
            charge += prices.net[i] * problem.resources[i].amount
        net -= charge.astype(dtype)
        for i in self.single:
            if prices.net[i]:
                net -= problem.resources[i].amount[rows].astype(dtype) * dtype(prices.net[i])
        for resource, group_prices in zip(problem.grouped, prices.groups, strict=True):
            # The last place serves the customers without a group, who pay nothing.
            price = np.append(group_prices, 0.0)[resource.group[rows]]
            net -= (price[:, None] * resource.amount).astype(dtype)
        return net

    def upper_bound(self, prices: Prices) -> float:
        """Value that no allocation exceeds.

        Args:
            prices: Prices.

        Returns:
            float.
        """
        best = sum(self._map(lambda rows: float(self.net_values(prices, rows).max(axis=1).sum())))
        return best + self._constant(prices)

    def smooth(self, prices: Prices, temperature: float) -> tuple:
        """Smoothed dual and its gradient.

        Args:
            prices: Prices.
            temperature: in the unit of the values.

        Returns:
            tuple: value, expected use of the ungrouped resources (r,) and of each grouped one.
        """
        parts = self._map(lambda rows: self._smooth_chunk(prices, rows, np.float32(temperature)))
        total = sum(part[0] for part in parts) + self._constant(prices)
        use = np.sum([part[1] for part in parts], axis=0)
        group_uses = [
            np.sum([part[2][i] for part in parts], axis=0) for i in range(len(self.problem.grouped))
        ]
        return total, use, group_uses

    def _constant(self, prices):
        """What the limits themselves are worth at these prices."""
        total = 0.0
        for i, resource in enumerate(self.problem.resources):
            if prices.limits[i] > 0:
                total += prices.limits[i] * resource.limit
            total -= prices.minimums[i] * resource.minimum
        for resource, group_prices in zip(self.problem.grouped, prices.groups, strict=True):
            priced = group_prices > 0
            total += float(group_prices[priced] @ resource.limits[priced])
        return total

    def _smooth_chunk(self, prices, rows, temperature):
        problem = self.problem
        net = self.net_values(prices, rows, np.float32)
        best = net.max(axis=1)
        net -= best[:, None]
        net /= temperature
        np.exp(net, out=net)
        sums = net.sum(axis=1)
        value = float(best.sum(dtype=np.float64)) + float(
            temperature * np.log(sums).sum(dtype=np.float64)
        )
        net /= sums[:, None]
        shares = net.sum(axis=0, dtype=np.float64)
        use = np.zeros(len(problem.resources))
        for i in self.shared:
            use[i] = shares @ problem.resources[i].amount
        for i in self.single:
            use[i] = np.einsum("ij,ij->", net, problem.resources[i].amount[rows])
        group_uses = [
            np.bincount(
                resource.group[rows] + 1,
                weights=net @ resource.amount.astype(np.float32),
                minlength=len(resource.limits) + 1,
            )[1:]
            for resource in problem.grouped
        ]
        return value, use, group_uses

    def _map(self, function):
        if self.threads == 1 or len(self.chunks) == 1:
            return [function(rows) for rows in self.chunks]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(function, self.chunks))


def zero_prices(problem: Problem) -> Prices:
    """Prices at which everything is free.

    Args:
        problem: Problem.

    Returns:
        Prices.
    """
    count = len(problem.resources)
    groups = tuple(np.zeros(len(resource.limits)) for resource in problem.grouped)
    return Prices(np.zeros(count), np.zeros(count), groups)


def find_prices(problem: Problem, *, initial: Prices | None = None, threads: int = 1) -> Prices:
    """Minimise the dual.

    Args:
        problem: Problem.
        initial: Prices to start from, such as those of the last run; None to start from a sample.
        threads: int.

    Returns:
        Prices: the best found.
    """
    if problem.customer_count == 0 or not (problem.resources or problem.grouped):
        return zero_prices(problem)
    if initial is None and problem.customer_count > 2 * SAMPLE:
        initial = _prices_of_a_sample(problem, threads)
    is_warm = initial is not None
    dual = Dual(problem, threads)
    prices = zero_prices(problem) if initial is None else initial
    best, best_bound = prices, dual.upper_bound(prices)
    for temperature in WARM_TEMPERATURES if is_warm else TEMPERATURES:
        prices = _minimise(dual, prices, temperature, WARM_ITERATIONS if is_warm else ITERATIONS)
        bound = dual.upper_bound(prices)
        if bound < best_bound:
            best, best_bound = prices, bound
    free = zero_prices(problem)
    return free if dual.upper_bound(free) <= best_bound else best


def _prices_of_a_sample(problem, threads):
    """Prices for every so manieth customer in the order of the keys."""
    order = np.argsort(problem.key, kind="stable")
    chosen = np.sort(order[:: problem.customer_count // SAMPLE])
    return find_prices(problem.part(chosen), threads=threads)


def _minimise(dual, prices, relative_temperature, iterations):
    problem = dual.problem
    typical = _typical_gain(problem)
    scales = _price_scales(problem, typical)
    sizes = [len(problem.resources), len(problem.resources)]
    sizes += [len(resource.limits) for resource in problem.grouped]
    ends = np.cumsum(sizes)

    def unpack(vector):
        parts = np.split(vector * scales, ends[:-1])
        return Prices(parts[0], parts[1], tuple(parts[2:]))

    norm = problem.customer_count * typical

    def objective(vector):
        total, use, group_uses = dual.smooth(unpack(vector), relative_temperature * typical)
        limits = np.array([resource.limit for resource in problem.resources])
        minimums = np.array([resource.minimum for resource in problem.resources])
        # Without a limit the price stays at 0.
        limit_slope = np.where(np.isfinite(limits), limits - use, 0.0)
        slopes = [limit_slope, use - minimums]
        slopes += [
            resource.limits - used
            for resource, used in zip(problem.grouped, group_uses, strict=True)
        ]
        return total / norm, np.concatenate(slopes) * scales / norm

    start = np.concatenate([prices.limits, prices.minimums, *prices.groups]) / scales
    bounds = [(0, None if np.isfinite(resource.limit) else 0) for resource in problem.resources]
    bounds += [(0, None if resource.minimum > 0 else 0) for resource in problem.resources]
    bounds += [(0, None)] * int(sum(sizes[2:]))
    found = optimize.minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": iterations, "maxcor": 20, "ftol": 1e-12, "gtol": 1e-9},
    )
    return unpack(found.x)


def _typical_gain(problem):
    """Median of the customers' best gains, which sets the scale of temperatures and prices."""
    best = problem.value.max(axis=1)
    gains = best[best > 0]
    return float(np.median(gains)) if len(gains) else 1.0


def _price_scales(problem, typical):
    """Prices at which one typical use costs one typical gain."""
    per_resource = []
    for resource in problem.resources:
        used = resource.amount[resource.amount > 0]
        per_resource.append(typical / used.mean() if used.size else 1.0)
    scales = [*per_resource, *per_resource]
    for resource in problem.grouped:
        used = resource.amount[resource.amount > 0]
        scales += [typical / used.mean() if used.size else 1.0] * len(resource.limits)
    return np.array(scales)
