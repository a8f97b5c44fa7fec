"""Allocation under many limits, against an exact solver and its own promises."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from python_ml.decisions.resource_allocation import (
    GroupedResource,
    Resource,
    allocate,
    make_problem,
)

INSTANCES = 100


def instance(seed, customers=None, actions=None):
    """A budget, two action capacities and the hours of three account managers."""
    rng = np.random.default_rng(seed)
    n, k = customers or rng.integers(10, 41), actions or rng.integers(3, 6)
    value = rng.normal(50, 60, (n, k))
    value[rng.random((n, k)) < 0.1] = np.nan
    cost = np.round(rng.uniform(1, 100, (n, k)), 2)
    cost[:, 0] = 0
    budget = round(cost[:, 1:].mean() * n * rng.uniform(0.1, 0.6), 2)
    resources = [Resource("budget", cost, budget)]
    for action, share in ((1, 0.15), (2, 0.2)):
        resources.append(Resource(f"slots_{action}", np.eye(k)[action], max(1, int(n * share))))
    hours = np.append(0.0, rng.integers(1, 4, k - 1) / 2)
    limits = np.full(3, float(rng.integers(1, 1 + max(2, n // 6))))
    managers = GroupedResource("hours", hours, rng.integers(-1, 3, n), limits)
    return value, resources, [managers]


def solve(value, resources, grouped, **options):
    problem = make_problem(value, np.arange(len(value)), resources, grouped)
    return allocate(problem, **options)


def exact_value(value, resources, grouped):
    """The optimum by HiGHS."""
    n, k = value.shape
    gain = np.nan_to_num(value, nan=-1e6)
    gain[:, 0] = 0
    rows, lowest, highest = [np.kron(np.eye(n), np.ones(k))], [np.ones(n)], [np.ones(n)]
    for resource in resources:
        rows.append(np.broadcast_to(resource.amount, (n, k)).reshape(1, -1))
        lowest.append([resource.minimum])
        highest.append([resource.limit])
    for resource in grouped:
        for group, limit in enumerate(resource.limits):
            rows.append(
                np.where((resource.group == group)[:, None], resource.amount, 0).reshape(1, -1)
            )
            lowest.append([0])
            highest.append([limit])
    constraint = LinearConstraint(np.vstack(rows), np.concatenate(lowest), np.concatenate(highest))
    found = milp(
        -gain.ravel(), constraints=constraint, integrality=np.ones(n * k), bounds=Bounds(0, 1)
    )
    return -found.fun


def assert_within_limits(found, resources, grouped):
    for used, resource in zip(found.use, resources, strict=True):
        assert round(used * 10_000) <= round(resource.limit * 10_000), resource.name
    for used, resource in zip(found.group_use, grouped, strict=True):
        assert (used <= resource.limits).all(), resource.name


def test_small_instances_come_within_half_a_percent_of_the_optimum_and_never_above():
    gaps = []
    for seed in range(INSTANCES):
        value, resources, grouped = instance(seed)
        found = solve(value, resources, grouped)
        optimum = exact_value(value, resources, grouped)
        assert found.value <= optimum + 1e-6
        assert found.upper_bound >= optimum - 1e-6
        assert_within_limits(found, resources, grouped)
        gaps.append(1 - found.value / optimum)
    assert np.mean(gaps) < 0.005


def test_a_demo_sized_problem_is_solved_to_a_tenth_of_a_percent():
    rng = np.random.default_rng(1)
    n, k = 5000, 6
    value = 60 * np.sqrt(1.8 ** np.arange(k)) * rng.random((n, k)) ** 1.5 - 20
    cost = np.round(5 * 1.8 ** np.arange(k) * (0.5 + rng.random((n, k))), 2)
    cost[:, 0] = 0
    resources = [Resource("budget", cost, 8.0 * n)]
    resources += [Resource(f"slots_{a}", np.eye(k)[a], 0.08 * n) for a in range(1, 5)]
    hours = GroupedResource(
        "hours", np.eye(k)[4], rng.integers(0, 200, n), np.floor(rng.uniform(0, 5, 200))
    )
    found = solve(value, resources, [hours])
    assert_within_limits(found, resources, [hours])
    assert found.gap_rate <= 0.001
    assert found.value <= found.upper_bound


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_the_order_of_the_rows_changes_nothing(seed):
    value, resources, grouped = instance(seed)
    key = np.random.default_rng(seed).permutation(len(value))
    found = allocate(make_problem(value, key, resources, grouped))
    order = np.random.default_rng(seed + 1).permutation(len(value))
    shuffled = allocate(
        make_problem(
            value[order],
            key[order],
            [replace(resources[0], amount=resources[0].amount[order]), *resources[1:]],
            [replace(grouped[0], group=grouped[0].group[order])],
        )
    )
    assert shuffled.action.tolist() == found.action[order].tolist()
    assert shuffled.value == pytest.approx(found.value)


@given(seed=st.integers(0, 10_000), factor=st.sampled_from([0.25, 4.0, 1024.0]))
@settings(max_examples=5, deadline=None)
def test_scaling_the_values_scales_value_bound_and_prices(seed, factor):
    value, resources, grouped = instance(seed)
    found, scaled = (solve(value * f, resources, grouped) for f in (1.0, factor))
    assert scaled.value == pytest.approx(factor * found.value, rel=1e-3)
    assert scaled.upper_bound == pytest.approx(factor * found.upper_bound, rel=1e-3)


@given(seed=st.integers(0, 10_000), more=st.floats(1.0, 3.0))
@settings(max_examples=5, deadline=None)
def test_more_budget_never_lowers_the_value_beyond_the_gap(seed, more):
    value, resources, grouped = instance(seed)
    found = solve(value, resources, grouped)
    richer = [replace(resources[0], limit=resources[0].limit * more), *resources[1:]]
    other = solve(value, richer, grouped)
    assert other.upper_bound >= found.value - 1e-6
    assert other.value >= found.value - (found.upper_bound - found.value) - 1e-6 or (
        other.gap_rate < 0.1
    )


@given(seed=st.integers(0, 10_000))
@settings(max_examples=5, deadline=None)
def test_an_action_that_is_open_to_nobody_changes_nothing(seed):
    value, resources, grouped = instance(seed)
    found = solve(value, resources, grouped)
    closed = np.column_stack([value, np.full(len(value), np.nan)])
    wider = [
        replace(r, amount=np.concatenate([r.amount, np.ones((*r.amount.shape[:-1], 1))], axis=-1))
        for r in (*resources, *grouped)
    ]
    other = solve(closed, wider[:-1], wider[-1:])
    assert other.value == pytest.approx(found.value)
    assert other.action.max() < closed.shape[1] - 1


def test_nothing_limits_nothing():
    found = solve(np.array([[0.0, 5.0, 7.0], [0.0, -1.0, -2.0]]), [], [])
    assert found.action.tolist() == [2, 0]
    assert (found.value, found.upper_bound, found.gap_rate) == (7, 7, 0)
    assert found.binding.tolist() == [-1, -1]


def test_no_customers_and_no_open_actions_are_fine():
    assert solve(np.zeros((0, 3)), [Resource("slots", [0, 1, 1], 5)], []).value == 0
    found = solve(np.full((4, 3), np.nan), [Resource("slots", [0, 1, 1], 5)], [])
    assert found.action.tolist() == [0] * 4


def test_a_limit_of_0_lets_nothing_through():
    value = np.array([[0.0, 5.0, 7.0]] * 6)
    found = solve(value, [Resource("slots", [0, 0, 1], 0)], [])
    assert found.action.tolist() == [1] * 6
    assert found.binding.tolist() == [0] * 6


def test_a_minimum_is_reached_at_the_least_loss():
    value = np.array([[0.0, -1.0], [0.0, -2.0], [0.0, -3.0], [0.0, 4.0]])
    found = solve(value, [Resource("quota", [0, 1], minimum=2)], [])
    assert found.action.tolist() == [1, 0, 0, 1]
    assert found.is_feasible
    assert found.value == 3
    assert found.upper_bound >= 3 - 1e-9


def test_a_minimum_that_cannot_be_reached_is_explained():
    value = np.array([[0.0, 5.0], [0.0, 5.0], [0.0, np.nan]])
    found = solve(value, [Resource("quota", [0, 1], minimum=3)], [])
    assert not found.is_feasible
    assert found.reason == "quota uses 2 of the required 3"
    beside_a_budget = [Resource("quota", [0, 1], minimum=2), Resource("budget", [[0, 10]] * 3, 10)]
    found = solve(value, beside_a_budget, [])
    assert not found.is_feasible
    assert found.use.tolist() == [1, 10]


def test_cents_add_up_to_the_budget_exactly():
    value = np.tile([0.0, 1.0], (1000, 1))
    found = solve(value, [Resource("budget", np.tile([0, 0.1], (1000, 1)), 29.9999)], [])
    assert found.action.sum() == 299


def test_the_last_run_s_prices_are_a_start():
    value, resources, grouped = instance(7, customers=2000, actions=5)
    found = solve(value, resources, grouped)
    again = solve(value, resources, grouped, initial_prices=found.prices)
    assert again.upper_bound <= found.upper_bound + 1e-6
    other = solve(value, resources[:1], [], initial_prices=found.prices)
    assert other.value >= found.value


@pytest.mark.parametrize(
    ("resources", "grouped", "sentence"),
    [
        ([Resource("slots", [0, -1])], [], "The amounts of slots must be numbers of 0 and more"),
        ([Resource("slots", [0, np.nan])], [], "The amounts of slots must be numbers"),
        ([Resource("slots", [0, 1], -1)], [], "The amounts of slots must be numbers"),
        ([Resource("slots", [0, 1, 1], 1)], [], "slots needs an amount for each action"),
        ([Resource("slots", [0, 1], 1, 2)], [], "slots asks for at least 2 and allows at most 1"),
        ([Resource("slots", [0, 1e15], 1)], [], "An amount of slots is too large"),
        (
            [],
            [GroupedResource("hours", [0, 1], np.array([0, 3]), [1.0])],
            "hours names a group that has no limit",
        ),
        ([], [GroupedResource("hours", [0, 1], np.array([0]), [1.0])], "hours needs an amount"),
    ],
)
def test_what_cannot_be_allocated_names_the_setting(resources, grouped, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_problem(np.zeros((2, 2)), np.arange(2), resources, grouped)


def test_infinite_values_are_refused():
    with pytest.raises(ValueError, match="A value is infinite"):
        make_problem(np.array([[0.0, np.inf]]), np.arange(1))
    with pytest.raises(ValueError, match="one number for each customer"):
        make_problem(np.zeros((2, 2)), np.arange(3))
