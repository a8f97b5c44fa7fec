"""The allocations of all policies, as a table."""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.decisions.resource_allocation import (
    UNITS,
    GroupedResource,
    Prices,
    Resource,
    allocate,
    make_problem,
)

BUDGET = "budget"
ALL = "all"
THREADS = 4
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
        ("upper_bound_amount", pa.float64()),
        ("reason", pa.string()),
    ]
)


class Options:
    """What one policy may choose from, as arrays.

    Args:
        table: pyarrow.Table of one policy: customer_number, action_number, cost_amount,
            expected_value_amount, decision_value_amount and is_explored, what is settled before
            the others.
        action_count: int.
    """

    def __init__(self, table, action_count):
        numbers = table.column("customer_number").to_numpy()
        self.customers, rows = np.unique(numbers, return_inverse=True)
        actions = table.column("action_number").to_numpy()
        shape = len(self.customers), action_count
        self.value = np.full(shape, np.nan)
        self.cost = np.zeros(shape)
        self.value[rows, actions] = _floats(table, "decision_value_amount")
        self.cost[rows, actions] = _floats(table, "cost_amount")
        # What is not expected to earn anything is no option, unless it is to be explored.
        self.value[:, 1:][~(self.value[:, 1:] > 0)] = np.nan
        self.explored = np.full(len(self.customers), -1)
        is_explored = _booleans(table, "is_explored")
        self.explored[rows[is_explored]] = actions[is_explored]
        self.explored_value = np.zeros(len(self.customers))
        self.explored_value[rows[is_explored]] = np.nan_to_num(
            _floats(table, "expected_value_amount")[is_explored]
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
            maximum_amount (null for no limit) and minimum_amount.
        uses: pyarrow.Table of resource_id, action_id and amount.
        actions: pyarrow.Table of action_id and catalogue_order.
    """

    account_managers: pa.Table
    limits: pa.Table
    uses: pa.Table
    actions: pa.Table


def allocate_policies(options: pa.Table, resources: ResourceTables) -> pa.Table:
    """Allocate the resources by every policy on its own.

    Args:
        options: pyarrow.Table, a row per policy, customer and open action.
        resources: ResourceTables.

    Returns:
        pyarrow.Table: of `SCHEMA`. Records `choice`: a row per policy and customer. Records
        `resource`: a row per policy, resource and account manager. Records `bound`: one per policy.

    Raises:
        ValueError: if what is drawn to be explored needs more of a resource than there is.
    """
    setting = Setting(resources)
    tables = []
    for policy in sorted(set(options.column("policy").to_pylist())):
        own = options.filter(pc.equal(options.column("policy"), policy))
        tables.extend(_allocate_policy(policy, Options(own, setting.action_count), setting))
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
        self.manager_of = dict(
            zip(
                tables.account_managers.column("customer_number").to_pylist(),
                tables.account_managers.column("account_manager_id").to_pylist(),
                strict=True,
            )
        )

    def shared(self) -> list[dict]:
        """Rows of the limits that are for everybody, the budget first."""
        rows = [row for row in self.limits if row["account_manager_id"] == ALL]
        return sorted(rows, key=lambda row: row["resource_id"] != BUDGET)

    def by_manager(self) -> dict[str, np.ndarray]:
        """Resource id -> (g,) limits in the order of `managers`."""
        found = defaultdict(lambda: np.full(len(self.managers), np.inf))
        for row in self.limits:
            if row["account_manager_id"] != ALL:
                place = self.managers.index(row["account_manager_id"])
                found[row["resource_id"]][place] = _or_infinite(row["maximum_amount"])
        return dict(sorted(found.items()))

    def groups(self, customers: np.ndarray) -> np.ndarray:
        """(n,) place of each customer's account manager in `managers`, -1 for none."""
        places = {name: place for place, name in enumerate(self.managers)}
        return np.array(
            [places.get(self.manager_of.get(number), -1) for number in customers.tolist()],
            dtype=np.int64,
        )


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


def solve(setting: Setting, options: Options, *, initial_prices: Prices | None = None) -> tuple:
    """Allocate what is not explored, within what the explored leaves.

    Args:
        setting: Setting.
        options: Options.
        initial_prices: Prices of an earlier run, or None.

    Returns:
        tuple: (n,) action of each customer, (n,) action at the prices alone, Allocation of the
        others and its problem, whole resources (shared, grouped).

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
    found = allocate(problem, initial_prices=initial_prices, threads=THREADS)
    action = options.explored.copy()
    action[rows] = found.action
    priced = _actions_at_prices(options, shared, grouped, found.prices)
    priced[rows] = found.action
    return action, priced, found, (shared, grouped)


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


def _allocate_policy(policy, options, setting):
    action, priced, found, (shared, grouped) = solve(setting, options)
    names = [resource.name for resource in (*shared, *grouped)]
    binding = np.full(len(action), -1)
    binding[options.explored < 0] = found.binding
    yield _table(
        {
            "record": ["choice"] * len(action),
            "policy": [policy] * len(action),
            "customer_number": options.customers,
            "action_number": action.astype(np.int32),
            "priced_action_number": priced.astype(np.int32),
            "resource_id": [names[index] if index >= 0 else None for index in binding.tolist()],
        }
    )
    explored = options.explored >= 0
    resources = list(_resource_rows(setting, action, found, shared, grouped))
    yield pa.Table.from_pylist(
        [{"record": "resource", "policy": policy, **row} for row in resources], schema=SCHEMA
    )
    yield pa.Table.from_pylist(
        [
            {
                "record": "bound",
                "policy": policy,
                "upper_bound_amount": found.upper_bound
                + float(options.values_of(action)[explored].sum()),
                "reason": _lacking(resources),
            }
        ],
        schema=SCHEMA,
    )


def _lacking(resources):
    """Which minimums are not reached, in a sentence; None if all are."""
    return (
        "; ".join(
            f"{row['resource_id']} uses {row['use_amount']:g} of the required "
            f"{row['minimum_amount']:g}"
            for row in resources
            if row["use_amount"] < row["minimum_amount"]
        )
        or None
    )


def _resource_rows(setting, action, found, shared, grouped):
    rows = np.arange(len(action))
    for index, resource in enumerate(shared):
        amount = np.asarray(resource.amount)
        used = amount[action] if amount.ndim == 1 else amount[rows, action]
        yield {
            "resource_id": resource.name,
            "account_manager_id": ALL,
            "price": float(found.prices.limits[index] * UNITS),
            "minimum_price": float(found.prices.minimums[index] * UNITS),
            "use_amount": float(np.rint(used * UNITS).sum() / UNITS),
            "maximum_amount": _or_null(resource.limit),
            "minimum_amount": float(resource.minimum),
        }
    for resource, prices in zip(grouped, found.prices.groups, strict=True):
        used = np.bincount(
            resource.group + 1,
            weights=np.rint(resource.amount[action] * UNITS),
            minlength=len(resource.limits) + 1,
        )[1:]
        for place, manager in enumerate(setting.managers):
            yield {
                "resource_id": resource.name,
                "account_manager_id": manager,
                "price": float(prices[place] * UNITS),
                "minimum_price": 0.0,
                "use_amount": float(used[place] / UNITS),
                "maximum_amount": _or_null(resource.limits[place]),
                "minimum_amount": 0.0,
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


def _floats(table, name):
    return table.column(name).cast(pa.float64()).to_numpy()


def _booleans(table, name):
    return table.column(name).to_numpy().astype(bool)


def _or_infinite(amount):
    return float("inf") if amount is None else float(amount)


def _or_null(amount):
    return None if np.isinf(amount) else float(amount)
