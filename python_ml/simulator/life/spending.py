"""Other ways to spend a month's money on the same decision points, to compare the engine with."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from python_ml.decisions.resource_allocation import (
    GroupedResource,
    Resource,
    allocate,
    make_problem,
)
from python_ml.progress import tracked
from python_ml.simulator.life.capacities import BUDGET, HOURS, SHARED, USE, maximum_amounts
from python_ml.simulator.life.contact_rules import allowed
from python_ml.simulator.life.ledger import Ledger
from python_ml.simulator.life.scores import Scores
from python_ml.simulator.life.settings import EXPIRY_DAYS, LifeSettings
from python_ml.simulator.life.world import Done, Renewals, World

CLAIRVOYANT, FIRST_COME, EVENLY = "clairvoyant", "all on the first day", "evenly, regardless"
# The clairvoyant plans anew, since what expires undelivered comes back.
PLANNING_DAYS = 7
WAYS = (CLAIRVOYANT, FIRST_COME, EVENLY)


@dataclass(frozen=True)
class DecisionPoints:
    """Who is up when, whatever is decided.

    Attributes:
        is_up: (n, d) bool.
    """

    is_up: np.ndarray

    @classmethod
    def of_log(cls, decisions: pd.DataFrame, world: World) -> "DecisionPoints":
        """The points of a life, and the turns that would have come for those who left in it.

        Args:
            decisions: `Life.decisions`.
            world: World of that life.

        Returns:
            DecisionPoints.
        """
        shape = world.population.count, world.settings.days
        is_up = np.zeros(shape, dtype=bool)
        is_up[decisions["customer"], decisions["day"]] = True
        regular = decisions[decisions["decision_triggers"].str.startswith("regular")]
        period = world.settings.period_days
        turn = np.full(world.population.count, -1)
        turn[regular["customer"]] = regular["day"] % period
        days = np.arange(world.settings.days)
        is_turn = (days % period == turn[:, None]) & (turn[:, None] >= 0)
        return cls(is_up | (is_turn & (days >= world.population.arrives_on[:, None])))

    def on(self, world: World, day: int) -> np.ndarray:
        """(m,) row numbers of the customers who are up on a day."""
        customers = world.active(day)
        return customers[self.is_up[customers, day]]


def spend(settings: LifeSettings, points: DecisionPoints, way: str) -> float:
    """Live a life again, with the same luck and another way to spend.

    Args:
        settings: LifeSettings.
        points: DecisionPoints.
        way: one of `WAYS`: the clairvoyant plans the rest of the month, once a week, and knows who
            will be up when, and what the scores will say of them then; the second takes the best
            there is today until the month's money is gone; the third has each day's share of it,
            and what is left of earlier days' shares.

    Returns:
        float: value earned, account currency, see `value_earned`.

    Raises:
        ValueError: for an unknown way.
    """
    if way not in WAYS:
        raise ValueError(f"There is no way '{way}' to spend. Choose from {', '.join(WAYS)}.")
    world = World(settings)
    scores = Scores(settings, world.population.count)
    ledger = Ledger(settings, world.population.manager)
    choose = _Clairvoyant(points) if way == CLAIRVOYANT else _Today(is_even=way == EVENLY)
    value = 0.0
    for day in tracked(range(settings.days), f"Days, {way}"):
        ledger.expire(day, EXPIRY_DAYS)
        up = points.on(world, day)
        # Who is up is decided anew: what stands is free again.
        ledger.release(up, day)
        actions = choose(world, scores, ledger, up, day)
        ledger.decide(up, actions, day)
        world.decide(up, actions, np.full(len(up), ""), day)
        done, renewals = world.live(day)
        ledger.do(done.customer, done.action, day)
        value += value_earned(world, done, renewals)
    return value


def value_earned(world: World, done: Done, renewals: Renewals) -> float:
    """What all that was done adds to a day's renewals, less what the day's actions cost.

    Args:
        world: World.
        done: Done, of the day.
        renewals: Renewals, of the day.

    Returns:
        float: account currency, in expectation over the outcomes.
    """
    caused = (renewals.expected - renewals.untreated) * world.goal_values[renewals.customer]
    return float(caused.sum() - world.cost(done.action).sum())


class _Today:
    """The best of today, within what is left of the month, or of the shares of the days so far."""

    def __init__(self, *, is_even):
        self._is_even = is_even

    def __call__(self, world, scores, ledger, up, day):
        values = _values(world, scores, up, day)
        left, hours_left = _left(world, ledger, day)
        if self._is_even:
            left[BUDGET] = _even_share(world.settings, day, left[BUDGET])
        return _allocated(world, up, values, left, hours_left)


class _Clairvoyant:
    """The best of the rest of the month, planned on its first day and once a week."""

    def __init__(self, points):
        self._points = points
        self._planned = np.zeros(points.is_up.shape, dtype=np.int64)

    def __call__(self, world, scores, ledger, up, day):
        month = world.settings.month(np.arange(day + 1))
        if day % PLANNING_DAYS == 0 or month[day] != month[day - 1]:
            self._plan(world, scores, ledger, up, day)
        planned = self._planned[up, day]
        is_open = allowed(world, scores, up, day)[np.arange(len(up)), planned]
        # What did not come about as foreseen is left out, so that the limits hold.
        fits = _that_fit(world, up, planned * is_open, *_left(world, ledger, day))
        return planned * is_open * fits

    def _plan(self, world, scores, ledger, up, day):
        customers, days = [up], [np.full(len(up), day)]
        values = [_values(world, scores, up, day)]
        for ahead, rows in _later_points(world, self._points, day):
            customers.append(rows)
            days.append(np.full(len(rows), ahead))
            values.append(_values(world, scores, rows, ahead))
        who, when = np.concatenate(customers), np.concatenate(days)
        left = _left(world, ledger, day)
        self._planned[who, when] = _allocated(world, who, np.concatenate(values), *left)


def _allocated(world, customers, values, left, hours_left):
    """(m,) the best action of each customer within what is left."""
    if not len(customers):
        return np.zeros(0, dtype=np.int64)
    shared = [Resource(name, USE[name], left[name]) for name in SHARED]
    managers = world.population.manager[customers]
    groups = GroupedResource(HOURS, USE[HOURS], managers, hours_left)
    return allocate(make_problem(values, np.arange(len(values)), shared, [groups])).action


def _that_fit(world, customers, actions, left, hours_left):
    """(m,) 1 for those whose actions are within what is left, first come first served."""
    fits = np.ones(len(customers), dtype=np.int64)
    left, hours_left = dict(left), hours_left.copy()
    for row, (manager, action) in enumerate(
        zip(world.population.manager[customers], actions, strict=True)
    ):
        within = all(USE[name][action] <= left[name] + 1e-9 for name in SHARED)
        fits[row] = within and USE[HOURS][action] <= hours_left[manager] + 1e-9
        if fits[row]:
            left = {name: left[name] - USE[name][action] for name in SHARED}
            hours_left[manager] -= USE[HOURS][action]
    return fits


def _values(world, scores, customers, day):
    """(m, 5) what the scores of a day promise, nan where it is not allowed or promises nothing."""
    effects, _, _ = scores.effects(world, customers, day)
    values = (effects * world.goal_values[customers][:, None, :]).sum(axis=2) - USE[BUDGET]
    is_open = allowed(world, scores, customers, day) & (values > 0)
    return np.where(is_open, values, np.nan)


def _later_points(world, points, day):
    """The points of the rest of the month: day, and who will be up then."""
    settings = world.settings
    month = settings.month(np.arange(settings.days))
    for ahead in range(day + 1, settings.days):
        if month[ahead] != month[day]:
            break
        customers = points.on(world, ahead)
        yield ahead, customers[~world.will_leave(customers, day, ahead)]


def _left(world, ledger, day):
    """What is left of the month: amount by shared resource, (g,) hours by account manager."""
    maximums = maximum_amounts(world.settings)
    used, hours_used = ledger.used(day)
    left = {name: max(0.0, maximums[name] - used[name]) for name in SHARED}
    return left, np.maximum(0.0, maximums[HOURS] - hours_used)


def _even_share(settings, day, left):
    """What the shares of the month's days so far leave of its money."""
    date = settings.date(day)
    first = date.astype("datetime64[M]")
    length = int(((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))
    past = int((date - first.astype("datetime64[D]")).astype(int)) + 1
    return max(0.0, left - settings.monthly_budget * (1 - past / length))
