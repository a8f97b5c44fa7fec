"""The allocations of all policies, as a table."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.decisions.foreseen_options import ForeseenOptions, Foresight
from python_ml.decisions.option_values import floats, option_values
from python_ml.decisions.paced_allocation import Ahead, allocate_paced
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.decisions.resource_allocation import (
    UNITS,
    Allocation,
    GroupedResource,
    Prices,
    Resource,
    allocate,
    make_problem,
)
from python_ml.threads import machine_threads

BUDGET = "budget"
ALL = "all"
# One table holds the choices, the resources and the bounds of one run.
SCHEMA = pa.schema(
    [
        ("record", pa.string()),
        ("policy", pa.string()),
        ("customer_number", pa.int64()),
        ("action_number", pa.int32()),
        ("priced_action_number", pa.int32()),
        ("resource_id", pa.string()),
        ("account_manager_id", pa.string()),
        ("price", pa.float64()),
        ("minimum_price", pa.float64()),
        ("use_amount", pa.float64()),
        ("maximum_amount", pa.float64()),
        ("minimum_amount", pa.float64()),
        ("is_minimum_due", pa.bool_()),
        ("upper_bound_amount", pa.float64()),
        ("horizon_upper_bound_amount", pa.float64()),
        ("reason", pa.string()),
    ]
)


class Options:
    """What one policy may choose from, as arrays.

    Args:
        table: pyarrow.Table of one policy, of `policy_options.COLUMNS`; is_explored is what is
            settled before the others.
        action_count: int.
    """

    def __init__(self, table, action_count):
        self.customers, rows, self.value, self.cost = option_values(
            table, "customer_number", action_count
        )
        actions = table.column("action_number").to_numpy()
        self.explored = np.full(len(self.customers), -1)
        is_explored = _booleans(table, "is_explored")
        self.explored[rows[is_explored]] = actions[is_explored]
        self.explored_value = np.zeros(len(self.customers))
        self.explored_value[rows[is_explored]] = np.nan_to_num(
            floats(table, "expected_value_amount")[is_explored]
        )

    def values_of(self, action: np.ndarray) -> np.ndarray:
        """What one action per customer is worth: its decision value, or what is expected of it.

        Args:
            action: (n,) codes.

        Returns:
            (n,) float64.
        """
        value = self.value[np.arange(len(action)), action]
        value = np.where(np.isnan(value), self.explored_value, value)
        return np.where(action == 0, 0.0, value)


@dataclass(frozen=True)
class ResourceTables:
    """What there is to give, and to whom: the same for all policies.

    Attributes:
        account_managers: pyarrow.Table of customer_number and account_manager_id, null for none.
        limits: pyarrow.Table of resource_id, account_manager_id (all for everybody's),
            maximum_amount (what is left of the present period, null for no limit) and
            minimum_amount; where decisions to come are foreseen, also of period_end, plan_amount
            and later_period_count, the periods that follow in the planning horizon.
        uses: pyarrow.Table of resource_id, action_id and amount.
        actions: pyarrow.Table of action_id and catalogue_order.
    """

    account_managers: pa.Table
    limits: pa.Table
    uses: pa.Table
    actions: pa.Table

    @classmethod
    def of_relations(cls, **relations: duckdb.DuckDBPyRelation) -> "ResourceTables":
        """Of tables of the warehouse.

        Args:
            **relations: by the names of the attributes.

        Returns:
            ResourceTables.
        """
        return cls(**{name: relation.to_arrow_table() for name, relation in relations.items()})


def allocate_policies(
    options: PolicyOptions,
    resources: ResourceTables,
    foresight: Foresight | None = None,
    *,
    prices_all: bool = False,
) -> pa.Table:
    """Allocate the resources by every policy on its own.

    Args:
        options: PolicyOptions.
        resources: ResourceTables.
        foresight: Foresight of the decisions to come that today's prices are to spare for, or None.
        prices_all: whether policies get prices that nobody is decided by today.

    Returns:
        pyarrow.Table: of `SCHEMA`. Records `choice`: a row per policy and customer. Records
        `resource`: a row per policy, resource and account manager. Records `bound`: one per policy.

    Raises:
        ValueError: if what is drawn to be explored needs more of a resource than there is.
    """
    setting = Setting(resources)
    policies = set(options.policies)
    if foresight and prices_all:
        policies |= foresight.policies
    tables = []
    for policy in sorted(policies):
        choices = Options(options.of(policy), setting.action_count)
        foreseen = foresight.of(policy, setting.action_count) if foresight else None
        tables.extend(_allocate_policy(policy, setting, solve(setting, choices, foreseen), choices))
    return pa.concat_tables(tables) if tables else SCHEMA.empty_table()


class Setting:
    """Resources and who uses them, the same for all policies.

    Args:
        tables: ResourceTables.
    """

    def __init__(self, tables: ResourceTables) -> None:
        rows = sorted(
            tables.actions.to_pylist(),
            key=lambda row: (row["action_id"] != "do_nothing", row["catalogue_order"]),
        )
        self.action_numbers = {row["action_id"]: number for number, row in enumerate(rows)}
        self.action_count = len(rows)
        self.amounts = defaultdict(lambda: np.zeros(self.action_count))
        for row in tables.uses.to_pylist():
            self.amounts[row["resource_id"]][self.action_numbers[row["action_id"]]] = row["amount"]
        self.limits = sorted(
            tables.limits.to_pylist(),
            key=lambda row: (row["resource_id"], row["account_manager_id"]),
        )
        self.managers = sorted(
            {row["account_manager_id"] for row in self.limits} - {ALL},
        )
        managed = tables.account_managers.sort_by("customer_number")
        self._customers = managed.column("customer_number").to_numpy()
        self._places = (
            pc.index_in(
                managed.column("account_manager_id"), value_set=pa.array(self.managers, pa.string())
            )
            .fill_null(-1)
            .to_numpy()
        )

    def shared(self) -> list[dict]:
        """Rows of the limits that are for everybody, the budget first."""
        rows = [row for row in self.limits if row["account_manager_id"] == ALL]
        return sorted(rows, key=lambda row: row["resource_id"] != BUDGET)

    def by_manager(self) -> dict[str, np.ndarray]:
        """Resource id -> (g,) limits in the order of `managers`."""
        return self._of_managers(lambda row: _or_infinite(row["maximum_amount"]))

    def later_by_manager(self) -> dict[str, np.ndarray]:
        """As `by_manager`: what there will be in later periods."""
        return self._of_managers(later_limit)

    def period_end(self, resource_id: str) -> dt.date | None:
        """Last day of the resource's present period; None for one without an end."""
        return next(
            row.get("period_end") for row in self.limits if row["resource_id"] == resource_id
        )

    def _of_managers(self, limit):
        found = defaultdict(lambda: np.full(len(self.managers), np.inf))
        for row in self.limits:
            if row["account_manager_id"] != ALL:
                place = self.managers.index(row["account_manager_id"])
                found[row["resource_id"]][place] = limit(row)
        return dict(sorted(found.items()))

    def groups(self, customers: np.ndarray) -> np.ndarray:
        """(n,) place of each customer's account manager in `managers`, -1 for none."""
        if not len(self._customers):
            return np.full(len(customers), -1)
        rows = np.searchsorted(self._customers, customers).clip(max=len(self._customers) - 1)
        return np.where(self._customers[rows] == customers, self._places[rows], -1)


def later_limit(row: dict) -> float:
    """What there will be of a resource in the later periods of the planning horizon.

    Args:
        row: of `ResourceTables.limits`.

    Returns:
        float: inf for no limit.
    """
    if row.get("plan_amount") is None:
        return float("inf")
    return row["plan_amount"] * row["later_period_count"]


def resources_of(setting: Setting, options: Options) -> tuple:
    """The resources as the allocation wants them.

    Args:
        setting: Setting.
        options: Options.

    Returns:
        tuple: list of Resource, list of GroupedResource.
    """
    shared = [
        Resource(
            row["resource_id"],
            options.cost if row["resource_id"] == BUDGET else setting.amounts[row["resource_id"]],
            _or_infinite(row["maximum_amount"]),
            row["minimum_amount"] or 0.0,
        )
        for row in setting.shared()
    ]
    groups = setting.groups(options.customers)
    grouped = [
        GroupedResource(name, setting.amounts[name], groups, limits)
        for name, limits in setting.by_manager().items()
    ]
    return shared, grouped


def ahead_of(setting: Setting, foreseen: ForeseenOptions) -> Ahead:
    """The decisions to come as the paced allocation wants them.

    Args:
        setting: Setting.
        foreseen: ForeseenOptions.

    Returns:
        Ahead: its resources are in the order of `resources_of`.
    """
    rows = setting.shared()
    shared = [
        Resource(
            row["resource_id"],
            foreseen.cost if row["resource_id"] == BUDGET else setting.amounts[row["resource_id"]],
            later_limit(row),
        )
        for row in rows
    ]
    groups = foreseen.groups(setting.managers)
    grouped = [
        GroupedResource(name, setting.amounts[name], groups, limits)
        for name, limits in setting.later_by_manager().items()
    ]
    return Ahead(
        make_problem(foreseen.value, foreseen.points, shared, grouped),
        tuple(
            foreseen.until(setting.period_end(resource.name)) for resource in (*shared, *grouped)
        ),
        foreseen.sample_rate,
    )


@dataclass(frozen=True)
class Solution:
    """What one policy does today.

    Attributes:
        action: (n,) code of each customer's action.
        priced_action: (n,) what each would get at the prices alone.
        found: Allocation of those who do not explore.
        shared: list of Resource, whole.
        grouped: list of GroupedResource, whole.
        minimum_is_due: for each of `shared`, whether its minimum must be reached today.
        start_prices: Prices to start from when the same is solved with other limits.
        horizon_upper_bound: value that no plan for the planning horizon exceeds; None if nothing
            is foreseen.
    """

    action: np.ndarray
    priced_action: np.ndarray
    found: Allocation
    shared: list
    grouped: list
    minimum_is_due: tuple
    start_prices: Prices
    horizon_upper_bound: float | None = None


def solve(
    setting: Setting,
    options: Options,
    foreseen: ForeseenOptions | None = None,
    *,
    initial_prices: Prices | None = None,
) -> Solution:
    """Allocate what is not explored, within what the explored leaves.

    Args:
        setting: Setting.
        options: Options.
        foreseen: ForeseenOptions of the decisions to come; None or empty for none.
        initial_prices: `Solution.start_prices` of an earlier run, or None.

    Returns:
        Solution.

    Raises:
        ValueError: if the explored needs more of a resource than there is.
    """
    shared, grouped = resources_of(setting, options)
    is_explorer = options.explored >= 0
    rows = np.flatnonzero(~is_explorer)
    left = [_less_the_explored(resource, options.explored) for resource in shared]
    left_grouped = [_less_the_explored_of_groups(group, options.explored) for group in grouped]
    problem = make_problem(
        options.value[rows],
        options.customers[rows],
        [_of_rows(resource, rows) for resource in left],
        [replace(group, group=group.group[rows]) for group in left_grouped],
    )
    if foreseen:
        ahead = ahead_of(setting, foreseen)
        paced = allocate_paced(
            problem, ahead, initial_prices=initial_prices, threads=machine_threads()
        )
        found, start, bound = paced.today, paced.horizon_prices, paced.horizon_upper_bound
        minimum_is_due = ahead.minimum_is_due()
    else:
        found = allocate(problem, initial_prices=initial_prices, threads=machine_threads())
        start, bound, minimum_is_due = found.prices, None, (True,) * len(shared)
    action = options.explored.copy()
    action[rows] = found.action
    priced = _actions_at_prices(options, shared, grouped, found.prices)
    priced[rows] = found.action
    return Solution(action, priced, found, shared, grouped, minimum_is_due, start, bound)


def _of_rows(resource, rows):
    if np.ndim(resource.amount) == 1:
        return resource
    return replace(resource, amount=resource.amount[rows])


def _less_the_explored(resource, explored):
    rows = np.flatnonzero(explored >= 0)
    amount = np.asarray(resource.amount)
    used = amount[explored[rows]] if amount.ndim == 1 else amount[rows, explored[rows]]
    total = np.rint(used * UNITS).sum() / UNITS
    # Compared in whole units, as the allocation of the challenger kept it.
    if total * UNITS > np.rint(resource.limit * UNITS):
        raise ValueError(
            f"What nba_exploration_rate and nba_challenger_share settle needs {total:g} of "
            f"{resource.name}, and there is {resource.limit:g}. Lower them or raise the limit."
        )
    return replace(
        resource, limit=max(resource.limit - total, 0.0), minimum=max(resource.minimum - total, 0.0)
    )


def _less_the_explored_of_groups(resource, explored):
    rows = np.flatnonzero((explored >= 0) & (resource.group >= 0))
    used = np.bincount(
        resource.group[rows],
        weights=np.rint(resource.amount[explored[rows]] * UNITS),
        minlength=len(resource.limits),
    )
    if (used > np.rint(resource.limits * UNITS)).any():
        raise ValueError(
            f"What nba_exploration_rate and nba_challenger_share settle needs more of "
            f"{resource.name} than an account manager has. Lower them or raise the limit."
        )
    return replace(resource, limits=np.maximum(resource.limits - used / UNITS, 0.0))


def _actions_at_prices(options, shared, grouped, prices):
    """(n,) what each customer would get at the prices, whatever is left."""
    net = np.where(np.isnan(options.value), -np.inf, options.value)
    net[:, 0] = 0.0
    for resource, price in zip(shared, prices.net, strict=True):
        net -= price * UNITS * np.asarray(resource.amount)
    for resource, group_prices in zip(grouped, prices.groups, strict=True):
        price = np.append(group_prices, 0.0)[resource.group]
        net -= price[:, None] * UNITS * resource.amount
    return net.argmax(axis=1)


def _allocate_policy(policy, setting, solution, options):
    action, found = solution.action, solution.found
    names = [resource.name for resource in (*solution.shared, *solution.grouped)]
    binding = np.full(len(action), -1)
    binding[options.explored < 0] = found.binding
    yield _table(
        {
            "record": pa.repeat("choice", len(action)),
            "policy": pa.repeat(policy, len(action)),
            "customer_number": options.customers,
            "action_number": action.astype(np.int32),
            "priced_action_number": solution.priced_action.astype(np.int32),
            "resource_id": pa.array(names, pa.string()).take(
                pa.array(binding, mask=binding < 0),
            ),
        }
    )
    explored_value = float(options.values_of(action)[options.explored >= 0].sum())
    resources = list(_resource_rows(setting, solution))
    yield pa.Table.from_pylist(
        [{"record": "resource", "policy": policy, **row} for row in resources], schema=SCHEMA
    )
    horizon_bound = solution.horizon_upper_bound
    upper_bound = found.upper_bound + explored_value
    yield pa.Table.from_pylist(
        [
            {
                "record": "bound",
                "policy": policy,
                "upper_bound_amount": upper_bound,
                "horizon_upper_bound_amount": upper_bound
                if horizon_bound is None
                else horizon_bound + explored_value,
                "reason": _lacking(resources),
            }
        ],
        schema=SCHEMA,
    )


def _lacking(resources):
    """Which minimums are not reached that must be, in a sentence; None if all are."""
    return (
        "; ".join(
            f"{row['resource_id']} uses {row['use_amount']:g} of the required "
            f"{row['minimum_amount']:g}"
            for row in resources
            if row["is_minimum_due"] and row["use_amount"] < row["minimum_amount"]
        )
        or None
    )


def _resource_rows(setting, solution):
    action, prices = solution.action, solution.found.prices
    rows = np.arange(len(action))
    for index, resource in enumerate(solution.shared):
        amount = np.asarray(resource.amount)
        used = amount[action] if amount.ndim == 1 else amount[rows, action]
        yield {
            "resource_id": resource.name,
            "account_manager_id": ALL,
            "price": float(prices.limits[index] * UNITS),
            "minimum_price": float(prices.minimums[index] * UNITS),
            "use_amount": float(np.rint(used * UNITS).sum() / UNITS),
            "maximum_amount": _or_null(resource.limit),
            "minimum_amount": float(resource.minimum),
            "is_minimum_due": solution.minimum_is_due[index],
        }
    for resource, group_prices in zip(solution.grouped, prices.groups, strict=True):
        used = np.bincount(
            resource.group + 1,
            weights=np.rint(resource.amount[action] * UNITS),
            minlength=len(resource.limits) + 1,
        )[1:]
        for place, manager in enumerate(setting.managers):
            yield {
                "resource_id": resource.name,
                "account_manager_id": manager,
                "price": float(group_prices[place] * UNITS),
                "minimum_price": 0.0,
                "use_amount": float(used[place] / UNITS),
                "maximum_amount": _or_null(resource.limits[place]),
                "minimum_amount": 0.0,
                "is_minimum_due": True,
            }


def _table(columns):
    count = len(columns["record"])
    arrays = [
        pa.array(columns[field.name], type=field.type)
        if field.name in columns
        else pa.nulls(count, field.type)
        for field in SCHEMA
    ]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def _booleans(table, name):
    return table.column(name).to_numpy().astype(bool)


def _or_infinite(amount):
    return float("inf") if amount is None else float(amount)


def _or_null(amount):
    return None if np.isinf(amount) else float(amount)
