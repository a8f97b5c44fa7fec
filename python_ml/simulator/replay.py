"""Cycles of deciding, waiting for outcomes and learning from them, for each policy by itself.

Every policy lives in a company of its own: it decides for the same cohorts, within the same budget,
with the same luck, and learns from what came of its own decisions. All start from one randomised
pilot.
"""

from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from threadpoolctl import threadpool_limits

from python_ml.decisions.resource_allocation import Resource, allocate, make_problem
from python_ml.decisions.thompson_draws import action_probabilities
from python_ml.progress import progress
from python_ml.simulator.catalogue import DO_NOTHING, UNIT_COSTS
from python_ml.simulator.cohort import Cohort, make_cohort
from python_ml.simulator.replay_policies import DRAWS, POLICIES, Log, Policy

ORACLE = "oracle"
NOBODY = "do_nothing"
SECONDS_BETWEEN_LOOKS = 0.5
# In a process that was started to live some of the lives: where all of them count.
_COUNTS = []


@dataclass(frozen=True)
class Cycle:
    """What a policy did and truly earned in one cycle.

    Attributes:
        policy: str.
        cycle: int, from 1.
        spend: account currency.
        true_value: what the decisions truly cause, after their cost, in expectation.
        regret: what the oracle earns more within the same budget.
        retention: mean true probability to stay.
        treated_count: customers who were not left alone.
    """

    policy: str
    cycle: int
    spend: float
    true_value: float
    regret: float
    retention: float
    treated_count: int


def replay(
    *,
    customers: int,
    cycles: int,
    budget: float,
    seed: int,
    policies: tuple[str, ...] = tuple(POLICIES),
    processes: int = 4,
) -> list:
    """Replay all policies.

    Args:
        customers: int, in each cohort and in the pilot.
        cycles: int.
        budget: money of each cycle, account currency.
        seed: int.
        policies: names in `POLICIES`.
        processes: int, over which the policies are divided.

    Returns:
        list: Cycle, the policies and then oracle and do_nothing, each in the order of its cycles.

    Raises:
        ValueError: for an unknown policy, fewer than 200 customers, no cycle, or a negative budget.
    """
    _check(customers, cycles, budget, policies)
    names = [*policies, ORACLE, NOBODY]
    jobs = [(name, customers, cycles, budget, seed) for name in names]
    with progress("Cycles of all policies", len(jobs) * cycles) as done:
        if processes == 1:
            lives = [_live(*job, on_cycle=lambda: done(1)) for job in jobs]
        else:
            lives = _live_in_processes(jobs, processes, done)
    best = {cycle.cycle: cycle.true_value for cycle in lives[names.index(ORACLE)]}
    return [
        Cycle(**{**vars(cycle), "regret": best[cycle.cycle] - cycle.true_value})
        for life in lives
        for cycle in life
    ]


def _check(customers, cycles, budget, policies):
    unknown = sorted(set(policies) - set(POLICIES))
    if unknown:
        raise ValueError(
            f"There is no policy '{unknown[0]}' to replay. Choose from {', '.join(POLICIES)}."
        )
    if customers < 200:  # noqa: PLR2004 -- fewer leave actions that nobody in the pilot got
        raise ValueError(f"A replay needs at least 200 customers, not {customers}.")
    if cycles < 1:
        raise ValueError(f"A replay needs at least 1 cycle, not {cycles}.")
    if budget < 0:
        raise ValueError(f"The budget must be 0 or more, not {budget:g}.")


def _live_in_processes(jobs, processes, done):
    # A fork would copy the threads of XGBoost half.
    spawning = get_context("spawn")
    count = spawning.Value("q", 0)
    with ProcessPoolExecutor(
        processes, mp_context=spawning, initializer=_count_in, initargs=(count,)
    ) as pool:
        pending = futures = [pool.submit(_live, *job, on_cycle=_count_cycle) for job in jobs]
        seen = 0
        while pending:
            pending = wait(pending, timeout=SECONDS_BETWEEN_LOOKS).not_done
            counted = count.value
            done(counted - seen)
            seen = counted
        return [future.result() for future in futures]


def _count_in(count):
    """Lets a process count the cycles it has done where the one that started it can see."""
    _COUNTS.append(count)


def _count_cycle():
    for count in _COUNTS:
        with count.get_lock():
            count.value += 1


def _live(name, customers, cycles, budget, seed, *, on_cycle):
    """All cycles of one policy, on one thread: the policies share the processors."""
    with threadpool_limits(1):
        life = []
        for cycle in _cycles_of(name, customers, cycles, budget, seed):
            life.append(cycle)
            on_cycle()
        return life


def _cycles_of(name, customers, cycles, budget, seed):
    if name in (ORACLE, NOBODY):
        for number in range(1, cycles + 1):
            yield _of_known(name, number, make_cohort(customers, _seed(seed, number)), budget)
        return
    policy, log = POLICIES[name](), Log()
    pilot = make_cohort(customers, _seed(seed, 0))
    log.add(pilot, *_pilot(pilot, np.random.default_rng([seed, 0])))
    for number in range(1, cycles + 1):
        cohort = make_cohort(customers, _seed(seed, number))
        rng = np.random.default_rng([seed, number])
        luck = np.random.default_rng([seed, number, 1])
        policy.learn(log)
        action, probability, explored = decide(policy, cohort, budget, rng)
        log.add(cohort, action, probability, explored, cohort.draw_outcomes(action, luck))
        yield _measure(name, number, cohort, action)


def _seed(seed, number):
    """Cohorts of two replays are different, unless their seeds are the same."""
    return 1_000 * seed + number


def _pilot(cohort, rng):
    """Everything evenly drawn from what is open."""
    action = _drawn_evenly(cohort.eligible, rng)
    probability = 1 / cohort.eligible.sum(axis=1)
    return action, probability, np.ones(len(action), bool), cohort.draw_outcomes(action, rng)


def _drawn_evenly(eligible, rng):
    return np.where(eligible, rng.random(eligible.shape), -1).argmax(axis=1)


def decide(policy: Policy, cohort: Cohort, budget: float, rng: np.random.Generator) -> tuple:
    """One decision per customer, within the budget.

    Args:
        policy: one of `POLICIES`, with what it has learnt.
        cohort: Cohort of n customers.
        budget: account currency.
        rng: numpy.random.Generator.

    Returns:
        tuple: action (n,), its probability given the customer and the prices (n,), and explored
        (n,) bool.
    """
    values = policy.values(cohort, rng)
    count = len(cohort.stratum)
    rows = np.arange(count)
    followed = rng.integers(DRAWS, size=count)
    own = values if values.ndim == 2 else values[followed, rows]  # noqa: PLR2004 -- draws or not
    explored = rng.random(count) < policy.exploration_rate
    drawn = _drawn_evenly(cohort.eligible, rng)
    explored = _affordable(explored, drawn, budget)
    action = np.where(explored, drawn, DO_NOTHING)
    left = budget - UNIT_COSTS[action].sum()
    others = np.flatnonzero(~explored)
    action[others], price = _allocate(own[others], others, left)
    probability = _probability(values, own, explored, action, price)
    rate = policy.exploration_rate
    probability = (1 - rate) * probability + rate / cohort.eligible.sum(axis=1)
    return action, probability, explored


def _affordable(explored, drawn, budget):
    """Explorers as long as half of the budget lasts."""
    cost = np.where(explored, UNIT_COSTS[drawn], 0.0)
    return explored & (cost.cumsum() <= budget / 2)


def _allocate(values, key, budget):
    """(n,) actions of the highest value within the budget, and the price of money."""
    open_values = np.where(values > 0, values, np.nan)
    cost = np.broadcast_to(UNIT_COSTS, values.shape).copy()
    found = allocate(make_problem(open_values, key, [Resource("budget", cost, budget)]))
    # Prices are of a ten-thousandth.
    return found.action, float(found.prices.limits[0]) * 10_000


def _probability(values, own, explored, action, price):
    """(n,) probability that the policy gives the action when it does not explore."""
    at_price = _net(own, price).argmax(axis=1)
    if values.ndim == 2:  # noqa: PLR2004
        return np.where(explored, at_price == action, 1.0)
    nets = np.stack([_net(draw, price) for draw in values])
    shares = action_probabilities(nets)[np.arange(len(action)), action]
    # The draw that was followed led to the action, even if that had to be repaired.
    return np.where(at_price == action, shares, shares + 1 / DRAWS)


def _net(values, price):
    """(n, k) values after paying the price of money, -inf for what is closed."""
    net = values - price * UNIT_COSTS
    net[:, DO_NOTHING] = 0.0
    return np.where(np.isnan(net), -np.inf, net)


def _of_known(name, number, cohort, budget):
    if name == NOBODY:
        return _measure(name, number, cohort, np.zeros(len(cohort.stratum), dtype=np.int64))
    values = np.where(cohort.eligible, cohort.true_gain() - UNIT_COSTS, np.nan)
    action, _ = _allocate(values, np.arange(len(values)), budget)
    return _measure(name, number, cohort, action)


def _measure(name, number, cohort, action):
    rows = np.arange(len(action))
    spend = float(UNIT_COSTS[action].sum())
    return Cycle(
        name,
        number,
        spend,
        float(cohort.true_gain()[rows, action].sum()) - spend,
        0.0,
        float(cohort.retained[rows, action].mean()),
        int((action != DO_NOTHING).sum()),
    )
