"""Seconds, gap and memory of the allocation under a budget and 204 other limits.

Usage: python benchmarks/constrained_allocation.py [--customers 5000 1000000] [--highs-limit 20000]
"""

import argparse
import os
import resource
import time

import numpy as np
from scipy import optimize, sparse

from python_ml.decisions.resource_allocation import (
    GroupedResource,
    Resource,
    allocate,
    make_problem,
)

ACTIONS = 7
ACCOUNT_MANAGERS = 200


def generate(customers, seed):
    """Dearer actions are worth more, with falling returns; four have slots, three take hours."""
    rng = np.random.default_rng(seed)
    scale = 1.8 ** np.arange(ACTIONS)
    value = 60 * np.sqrt(scale) * rng.random((customers, ACTIONS)) ** 1.5 - 20
    cost = np.round(5 * scale * (0.5 + rng.random((customers, ACTIONS))), 2)
    cost[:, 0] = 0
    resources = [Resource("budget", cost, 8.0 * customers)]
    resources += [
        Resource(f"slots_{action}", np.eye(ACTIONS)[action], 0.08 * customers)
        for action in range(1, 5)
    ]
    hours = np.where(np.arange(ACTIONS) >= 4, 1.0, 0.0)  # noqa: PLR2004
    share = customers / ACCOUNT_MANAGERS
    limits = np.floor(rng.uniform(0.02, 0.15, ACCOUNT_MANAGERS) * share)
    managers = rng.integers(0, ACCOUNT_MANAGERS, customers)
    return (
        value,
        rng.permutation(customers),
        resources,
        GroupedResource("hours", hours, managers, limits),
    )


def solve_with_highs(value, resources, hours):
    """The linear programme, which leaves some customers with parts of actions."""
    customers, actions = value.shape
    one_each = sparse.kron(sparse.eye(customers), np.ones((1, actions)), format="csr")
    shared = sparse.csr_matrix([np.broadcast_to(r.amount, value.shape).ravel() for r in resources])
    members = sparse.csr_matrix(
        (np.ones(customers), (hours.group, np.arange(customers))),
        shape=(len(hours.limits), customers),
    )
    by_manager = sparse.kron(members, hours.amount[None, :], format="csr")
    limits = np.concatenate([np.ones(customers), [r.limit for r in resources], hours.limits])
    gain = value.copy()
    gain[:, 0] = 0
    found = optimize.linprog(
        -gain.ravel(),
        A_ub=sparse.vstack([one_each, shared, by_manager]),
        b_ub=limits,
        bounds=(0, 1),
        method="highs",
    )
    return -found.fun


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, nargs="+", default=[5_000, 100_000, 1_000_000])
    parser.add_argument("--highs-limit", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count()))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("customers    seconds    gap to the bound    peak memory    HiGHS (LP)")
    for customers in options.customers:
        value, key, resources, hours = generate(customers, options.seed)
        start = time.perf_counter()
        found = allocate(make_problem(value, key, resources, [hours]), threads=options.threads)
        seconds = time.perf_counter() - start
        for used, limited in zip(found.use, resources, strict=True):
            assert used <= limited.limit, limited.name
        assert (found.group_use[0] <= hours.limits).all()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        highs = ""
        if customers <= options.highs_limit:
            start = time.perf_counter()
            best = solve_with_highs(value, resources, hours)
            highs = (
                f"{time.perf_counter() - start:.1f} s, "
                f"{1 - found.value / best:.4%} above this allocation"
            )
        print(
            f"{customers:>10,} {seconds:>9.1f} s {found.gap_rate:>17.5%} {peak:>11.1f} GB {highs}",
            flush=True,
        )


if __name__ == "__main__":
    main()
