"""From prices to one action per customer that keeps every limit exactly.

Each customer first gets what is best for them at the prices. What is overused is then given up
where that costs least, and what is left over is filled where it earns most. On small problems,
exchanges of two customers follow.
"""

import numpy as np

from python_ml.decisions.resource_allocation.problem import Problem, Resource

EXCHANGE_LIMIT = 20_000
EXCHANGE_MOVES = 400
EXCHANGE_ROUNDS = 200
FILL_MOVES = 20_000
EJECTION_LIMIT = 1_000
EJECTED_MOVES = 6
# Of the largest gain: less is rounding.
MINIMUM_GAIN = 1e-9
PASSES = 20


class Plan:
    """One action per customer, and what that uses.

    Args:
        problem: Problem.
        net: (n, k) values after paying the prices.
    """

    def __init__(self, problem, net):
        self.problem = problem
        self.net = net
        self.choice = net.argmax(axis=1)
        # One column for each ungrouped resource, then one for each group.
        self.offsets = np.cumsum(
            [len(problem.resources), *(len(resource.limits) for resource in problem.grouped)]
        )
        self.limits = np.concatenate(
            [[r.limit for r in problem.resources], *(r.limits for r in problem.grouped)]
        )
        self.minimums = np.zeros(len(self.limits))
        self.minimums[: len(problem.resources)] = [r.minimum for r in problem.resources]
        self.use = self._count()

    @property
    def value(self) -> float:
        """Total value of the plan."""
        rows = np.arange(len(self.choice))
        return float(self.problem.value[rows, self.choice].sum())

    @property
    def lack(self) -> float:
        """Units by which limits are exceeded or minimums are missed."""
        over = np.maximum(self.use - self.limits, 0).sum()
        return float(over + np.maximum(self.minimums - self.use, 0).sum())

    def amounts(self, rows: np.ndarray, actions: np.ndarray, resource: Resource) -> np.ndarray:
        """Use of an ungrouped resource by some customers.

        Args:
            rows: (m,) customers.
            actions: (m,) their actions.
            resource: Resource.

        Returns:
            (m,) units.
        """
        if resource.amount.ndim == 1:
            return resource.amount[actions]
        return resource.amount[rows, actions]

    def changes(self, rows: np.ndarray, actions: np.ndarray) -> tuple:
        """What moving customers to other actions adds to each column.

        Args:
            rows: (m,) customers.
            actions: (m,) their new actions.

        Returns:
            tuple: columns (m, r + g), the index of the column each entry is of, -1 for none; and
            changes (m, r + g) in units.
        """
        now = self.choice[rows]
        columns, deltas = [], []
        for index, resource in enumerate(self.problem.resources):
            columns.append(np.full(len(rows), index))
            deltas.append(self.amounts(rows, actions, resource) - self.amounts(rows, now, resource))
        for offset, resource in zip(self.offsets, self.problem.grouped, strict=False):
            group = resource.group[rows]
            columns.append(np.where(group >= 0, offset + group, -1))
            delta = resource.amount[actions] - resource.amount[now]
            deltas.append(np.where(group >= 0, delta, 0.0))
        if not columns:
            return np.zeros((len(rows), 0), dtype=np.int64), np.zeros((len(rows), 0))
        return np.stack(columns, axis=1), np.stack(deltas, axis=1)

    def apply(self, rows: np.ndarray, actions: np.ndarray) -> None:
        """Move customers, each at most once.

        Args:
            rows: (m,) customers.
            actions: (m,) their new actions.
        """
        columns, deltas = self.changes(rows, actions)
        known = columns >= 0
        np.add.at(self.use, columns[known], deltas[known])
        self.choice[rows] = actions

    def _count(self):
        rows = np.arange(len(self.choice))
        use = np.zeros(len(self.limits))
        for index, resource in enumerate(self.problem.resources):
            use[index] = self.amounts(rows, self.choice, resource).sum()
        for offset, resource in zip(self.offsets, self.problem.grouped, strict=False):
            own = np.bincount(
                resource.group + 1,
                weights=resource.amount[self.choice],
                minlength=len(resource.limits) + 1,
            )[1:]
            use[offset : offset + len(own)] = own
        return use


def make_plan(problem: Problem, net: np.ndarray) -> Plan:
    """A plan within all limits.

    Args:
        problem: Problem.
        net: (n, k) values after paying the prices.

    Returns:
        Plan: the minimums are kept where that was possible.
    """
    plan = Plan(problem, net)
    _reach_minimums(plan)
    _give_up_overuse(plan)
    _reach_minimums(plan, within_limits=True)
    _fill(plan)
    if problem.customer_count <= EXCHANGE_LIMIT:
        _exchange(plan)
    return plan


def _column_of(plan, index):
    """Columns of the index-th resource, counted over ungrouped and grouped ones."""
    ungrouped = len(plan.problem.resources)
    if index < ungrouped:
        return slice(index, index + 1)
    start = plan.offsets[index - ungrouped]
    return slice(start, start + len(plan.problem.grouped[index - ungrouped].limits))


def _resource_amounts(plan, index, rows):
    """(m, k) use of the index-th resource by each action, and (m,) column of each customer."""
    problem = plan.problem
    ungrouped = len(problem.resources)
    if index < ungrouped:
        amount = problem.resources[index].amount
        columns = np.full(len(rows), index)
        return (
            amount[rows] if amount.ndim > 1 else np.broadcast_to(amount, (len(rows), len(amount)))
        ), columns
    resource = problem.grouped[index - ungrouped]
    group = resource.group[rows]
    columns = np.where(group >= 0, plan.offsets[index - ungrouped] + group, -1)
    amounts = np.where(group[:, None] >= 0, resource.amount, 0.0)
    return amounts, columns


def _give_up_overuse(plan):
    """Move customers off overused resources, at the least loss for each unit."""
    count = len(plan.problem.resources) + len(plan.problem.grouped)
    closed = np.zeros(len(plan.limits), dtype=bool)
    for _ in range(PASSES * max(count, 1)):
        over = plan.use > plan.limits
        if not over.any():
            return
        # What was over once is not used more again, so that this ends.
        closed |= over
        for index in range(count):
            if (plan.use > plan.limits)[_column_of(plan, index)].any():
                _relieve(plan, index, closed)


def _relieve(plan, index, closed):
    over = np.maximum(plan.use - plan.limits, 0.0)
    everyone = np.arange(plan.problem.customer_count)
    amounts, columns = _resource_amounts(plan, index, everyone)
    now = amounts[everyone, plan.choice]
    is_over = np.append(over > 0, False)[columns]
    rows = np.flatnonzero(is_over & (now > 0))
    allowed = np.isfinite(plan.net[rows]) & (amounts[rows] < now[rows, None])
    allowed &= ~_uses_more_of(plan, rows, closed)
    net = np.where(allowed, plan.net[rows], -np.inf)
    actions = net.argmax(axis=1)
    best = net[np.arange(len(rows)), actions]
    relief = now[rows] - amounts[rows, actions]
    loss = (plan.net[rows, plan.choice[rows]] - best) / relief
    order = np.lexsort((plan.problem.key[rows], loss, columns[rows]))
    rows, actions, relief, columns = (
        rows[order],
        actions[order],
        relief[order],
        columns[rows][order],
    )
    before = _running_total(relief, columns) - relief
    taken = before < over[columns]
    plan.apply(rows[taken], actions[taken])


def _uses_more_of(plan, rows, closed):
    """(m, k) whether an action would use more of a closed column than the present one."""
    more = np.zeros((len(rows), plan.problem.action_count), dtype=bool)
    count = len(plan.problem.resources) + len(plan.problem.grouped)
    for index in range(count):
        if closed[_column_of(plan, index)].any():
            amounts, columns = _resource_amounts(plan, index, rows)
            now = amounts[np.arange(len(rows)), plan.choice[rows]]
            is_closed = np.append(closed, False)[columns]
            more |= is_closed[:, None] & (amounts > now[:, None])
    return more


def _running_total(values, groups):
    """Running sum within runs of equal groups."""
    total = np.cumsum(values)
    starts = np.flatnonzero(np.append(True, groups[1:] != groups[:-1])) if len(groups) else []
    if len(starts) == 0:
        return total
    before = np.append(0.0, total[starts[1:] - 1])
    return total - np.repeat(before, np.diff(np.append(starts, len(values))))


def _reach_minimums(plan, *, within_limits=False):
    """Move customers onto resources that must be used, at the least loss for each unit."""
    for index, resource in enumerate(plan.problem.resources):
        lack = resource.minimum - plan.use[index]
        if lack <= 0:
            continue
        rows = np.arange(plan.problem.customer_count)
        amounts, _ = _resource_amounts(plan, index, rows)
        now = amounts[rows, plan.choice]
        allowed = np.isfinite(plan.net) & (amounts > now[:, None])
        net = np.where(allowed, plan.net, -np.inf)
        actions = net.argmax(axis=1)
        best = net[rows, actions]
        rows = np.flatnonzero(np.isfinite(best))
        actions = actions[rows]
        gain = amounts[rows, actions] - now[rows]
        loss = (plan.net[rows, plan.choice[rows]] - best[rows]) / gain
        order = np.lexsort((plan.problem.key[rows], loss))
        rows, actions, gain = rows[order], actions[order], gain[order]
        if within_limits:
            _take_what_fits(plan, rows[:FILL_MOVES], actions[:FILL_MOVES], until=index)
        else:
            taken = np.cumsum(gain) - gain < lack
            plan.apply(rows[taken], actions[taken])


def _fill(plan):
    """Moves that earn more and fit into what is left, the best at the prices first."""
    customers = np.arange(plan.problem.customer_count)
    for _ in range(PASSES):
        fitting, actions, rows = _improving_moves(plan, customers)
        if not len(rows) or not _take_what_fits(plan, rows, actions):
            return
        # Where there are many customers, those whom nothing fitted are not looked at again.
        if plan.problem.customer_count > EXCHANGE_LIMIT:
            customers = fitting


def _improving_moves(plan, customers):
    """Moves to a higher value that fit one by one.

    Returns:
        tuple: all customers who have one; actions and customers of the best `FILL_MOVES` of them.
    """
    value = plan.problem.value[customers]
    now = plan.choice[customers]
    better = value > np.take_along_axis(value, now[:, None], axis=1)
    count = len(plan.problem.resources) + len(plan.problem.grouped)
    left = np.append(plan.limits - plan.use, np.inf)
    spare = np.append(plan.use - plan.minimums, np.inf)
    for index in range(count):
        amounts, columns = _resource_amounts(plan, index, customers)
        change = amounts - np.take_along_axis(amounts, now[:, None], axis=1)
        better &= (change <= left[columns][:, None]) & (-change <= spare[columns][:, None])
    places, actions = np.nonzero(better)
    rows = customers[places]
    gain = plan.net[rows, actions] - plan.net[rows, plan.choice[rows]]
    order = np.lexsort((actions, plan.problem.key[rows], -gain))[:FILL_MOVES]
    return customers[better.any(axis=1)], actions[order], rows[order]


def _take_what_fits(plan, rows, actions, until=None):
    """Apply moves in their order as long as they fit; returns how many were."""
    columns, deltas = plan.changes(rows, actions)
    use, limits, minimums = plan.use.copy(), plan.limits, plan.minimums
    moved, taken = set(), []
    for number, row in enumerate(rows):
        if until is not None and use[until] >= minimums[until]:
            break
        if row in moved:
            continue
        touched = columns[number][deltas[number] != 0]
        after = use[touched] + deltas[number][deltas[number] != 0]
        lowered = after < use[touched]
        if (after > limits[touched]).any() or (after < minimums[touched])[lowered].any():
            continue
        use[touched] = after
        moved.add(row)
        taken.append(number)
    plan.apply(rows[taken], actions[taken])
    return len(taken)


def _exchange(plan):
    """Pairs of moves that earn more together and fit together."""
    for _ in range(EXCHANGE_ROUNDS):
        rows, actions, gain = _near_moves(plan)
        moves = _best_pair(plan, rows, actions, gain) or _ejection(plan, rows, actions, gain)
        if not moves:
            return
        plan.apply(rows[moves], actions[moves])
        _fill(plan)


def _ejection(plan, rows, actions, gain):
    """A move to a higher value with the cheapest moves that make room for it, or None."""
    if plan.problem.customer_count > EJECTION_LIMIT:
        return None
    columns, deltas = plan.changes(rows, actions)
    changes = np.zeros((len(rows), len(plan.limits)))
    number, place = np.nonzero(columns >= 0)
    np.add.at(changes, (number, columns[number, place]), deltas[number, place])
    for first in np.argsort(-gain, kind="stable").tolist():
        if gain[first] <= 0:
            return None
        moves = _make_room(plan, rows, changes, gain, first)
        if moves is not None:
            return moves
    return None


def _make_room(plan, rows, changes, gain, first):
    moves, use, total = [first], plan.use + changes[first], gain[first]
    if ((use < plan.minimums) & (changes[first] < 0)).any():
        return None
    while (use > plan.limits).any():
        column = int((use > plan.limits).argmax())
        after = use + changes
        worse = (after > plan.limits) & (after > use)
        possible = (changes[:, column] < 0) & ~worse.any(axis=1) & ~np.isin(rows, rows[moves])
        possible &= ~((after < plan.minimums) & (changes < 0)).any(axis=1)
        # More relief than is needed is worth no more.
        relief = np.minimum(-changes[:, column], use[column] - plan.limits[column])
        loss = np.where(possible, -gain / np.where(possible, relief, 1.0), np.inf)
        best = int(loss.argmin())
        total += gain[best]
        if not np.isfinite(loss[best]) or total <= 0 or len(moves) > EJECTED_MOVES:
            return None
        moves.append(best)
        use = after[best]
    return moves if total > MINIMUM_GAIN * max(1.0, np.abs(gain).max()) else None


def _near_moves(plan):
    """The moves that cost least at the prices, and what they add to the value."""
    everyone = np.arange(len(plan.choice))
    loss = plan.net[everyone, plan.choice][:, None] - plan.net
    loss[everyone, plan.choice] = np.inf
    rows, actions = np.nonzero(np.isfinite(loss))
    order = np.lexsort((actions, plan.problem.key[rows], loss[rows, actions]))[:EXCHANGE_MOVES]
    rows, actions = rows[order], actions[order]
    value = plan.problem.value
    return rows, actions, value[rows, actions] - value[rows, plan.choice[rows]]


def _best_pair(plan, rows, actions, gain):
    """Index of the two moves that earn most together, or None."""
    if len(rows) < 2:  # noqa: PLR2004
        return None
    columns, deltas = plan.changes(rows, actions)
    total = gain[:, None] + gain[None, :]
    fits = (rows[:, None] != rows[None, :]) & (total > MINIMUM_GAIN * max(1.0, np.abs(gain).max()))
    for column in np.unique(columns[(columns >= 0) & (deltas != 0)]):
        change = np.where(columns == column, deltas, 0.0).sum(axis=1)
        together = plan.use[column] + change[:, None] + change[None, :]
        fits &= together <= plan.limits[column]
        fits &= (together >= plan.minimums[column]) | (together >= plan.use[column])
        if not fits.any():
            return None
    best = np.where(fits, total, -np.inf)
    if not np.isfinite(best).any():
        return None
    return list(np.unravel_index(int(best.argmax()), best.shape))
