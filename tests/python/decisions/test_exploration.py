"""Exploration keeps within its share of everything, with the probabilities that it states."""

from collections import Counter

import numpy as np
import pytest
from exploration_sql import Exploration

DRAWS = 600
RATE = 0.3
SHARE = 0.2
MANAGERS = ["M1", "M2", "M3", None]
USES = [
    ("calls", "call", 1),
    ("hours", "call", 1),
    ("hours", "training", 0.5),
    ("seats", "gift", 2),
]
LIMITS = [
    ("budget", "all", 900.0),
    ("calls", "all", 12.0),
    ("seats", "all", 35.0),
    ("hours", "M1", 10.0),
    ("hours", "M2", 4.0),
    ("hours", "M3", 40.0),
]


@pytest.fixture(scope="module")
def scarce():
    """80 customers: calls and hours are scarce, gifts cost what the customer is worth."""
    rng = np.random.default_rng(1)
    customers = {f"C{i:03}": MANAGERS[i % 4] for i in range(80)}
    options = []
    for customer in customers:
        gift = round(float(rng.lognormal(3, 1)), 4)
        for action, cost in (("call", 20), ("gift", gift), ("mail", 0.5), ("training", 4)):
            if rng.random() < 0.8:
                options.append((customer, action, cost))
    return Exploration(customers, options, USES, LIMITS, rate=RATE, share=SHARE), customers, options


@pytest.fixture(scope="module")
def draws(scarce):
    exploration, _, _ = scarce
    return [exploration.draw(f"salt{number}") for number in range(DRAWS)]


def test_no_draw_ever_takes_more_than_its_share_of_anything(scarce, draws):
    _, customers, options = scarce
    costs = {(customer, action): cost for customer, action, cost in options}
    limits = {(resource, manager): SHARE * amount for resource, manager, amount in LIMITS}
    largest = Counter()
    for draw in draws:
        used = Counter()
        for customer, action in draw.items():
            used["budget", "all"] += costs.get((customer, action), 0)
            for resource, user, amount in USES:
                if user == action:
                    used[resource, "all"] += amount
                    used[resource, customers[customer]] += amount
        for account, limit in limits.items():
            assert used[account] <= limit + 1e-9, account
            largest[account] = max(largest[account], used[account])
    # The limits are reached: without them more would have been drawn.
    assert largest["calls", "all"] == 2
    assert largest["budget", "all"] > 0.7 * limits["budget", "all"]


def test_realised_frequencies_are_the_stated_probabilities(scarce, draws):
    exploration, _, _ = scarce
    stated = exploration.probabilities()
    found = Counter(pair for draw in draws for pair in draw.items())
    assert set(found) <= {pair for pair, probability in stated.items() if probability > 0}
    deviations = [
        (found[pair] / DRAWS - p) / np.sqrt(p * (1 - p) / DRAWS)
        for pair, p in stated.items()
        if p > 0
    ]
    # As many standard errors off as chance has it, one by one and all together.
    assert np.abs(deviations).max() < 4.5
    assert np.sqrt(np.mean(np.square(deviations))) == pytest.approx(1, abs=0.12)
    for action in ("call", "gift", "mail", "training", "do_nothing"):
        pairs = [pair for pair in stated if pair[1] == action]
        expected = sum(stated[pair] for pair in pairs)
        realised = sum(found[pair] for pair in pairs) / DRAWS
        assert realised == pytest.approx(expected, abs=0.05 * expected + 0.02), action


def test_without_limits_every_open_action_is_as_likely():
    customers = {f"C{i}": None for i in range(50)}
    options = [(customer, action, 0) for customer in customers for action in ("a", "b", "c")]
    exploration = Exploration(customers, options, [], [("budget", "all", 0.0)], rate=0.4, share=0.2)
    stated = exploration.probabilities()
    assert len(stated) == 200
    assert all(p == pytest.approx(0.1, abs=1e-8) for p in stated.values())
    sizes = {len(exploration.draw(f"salt{number}")) for number in range(50)}
    assert min(sizes) >= 16
    assert max(sizes) <= 24


def test_what_one_draw_would_exceed_is_never_drawn():
    customers = {f"C{i}": "M1" for i in range(40)}
    options = [(customer, action, 10) for customer in customers for action in ("call", "visit")]
    exploration = Exploration(
        customers,
        options,
        [("calls", "call", 1)],
        [("budget", "all", 1e6), ("calls", "all", 4.0)],
        rate=0.5,
        share=0.2,
    )
    stated = exploration.probabilities()
    assert {p for (_, action), p in stated.items() if action == "call"} == {0.0}
    assert min(p for (_, action), p in stated.items() if action == "visit") > 0.16


def test_who_has_one_open_action_does_not_explore():
    exploration = Exploration({"C1": None}, [], [], [("budget", "all", 10.0)], rate=0.5, share=0.2)
    assert exploration.probabilities() == {}


def test_a_rate_of_0_draws_nobody():
    exploration = Exploration(
        {"C1": None, "C2": None},
        [("C1", "mail", 1), ("C2", "mail", 1)],
        [],
        [("budget", "all", 10.0)],
        rate=0,
        share=0.2,
    )
    assert exploration.draw("salt") == {}
    assert set(exploration.probabilities().values()) == {0.0}
