"""Today's decisions with another amount of money, from the published tables alone."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from python_ml.decisions.policy_allocation import (
    BUDGET,
    Options,
    ResourceTables,
    Setting,
    solve,
)
from python_ml.explorer.policies import CHOSEN_TODAY

DO_NOTHING = "do_nothing"
# Everybody who is up for a decision, with the options of one policy. What chance or a challenger
# decided is settled; it is as recommendations has it.
CUSTOMERS = """
    select customer_id, row_number() over (order by customer_id) - 1 as customer_number
    from (select distinct customer_id from action_values)
"""
OPTIONS = f"""
with

customers as ({CUSTOMERS}),

settled as (
    select customer_id, action_id, expected_value_amount, cost_amount
    from recommendations
    where policy = $policy and decision_state = 'made' and role <> 'champion'
)

select
    customers.customer_number,
    customers.customer_id,
    own.action_id,
    coalesce(settled.cost_amount, own.cost_amount) as cost_amount,
    coalesce(settled.expected_value_amount, own.expected_value_amount) as expected_value_amount,
    own.decision_value_amount,
    settled.customer_id is not null as is_explored
from action_values as own
inner join customers using (customer_id)
left join settled using (customer_id)
where
    own.policy = $policy
    and own.is_eligible
    and coalesce(own.action_id = settled.action_id, true)
order by customers.customer_number, own.action_id
"""


@dataclass(frozen=True)
class Outcome:
    """What an amount of money would do.

    Attributes:
        budget_amount: money for today's decisions.
        spend_amount: what of it would be spent.
        value_amount: expected value, by which decisions go.
        upper_bound_amount: value that no plan exceeds.
        treated_customer_count: customers with an action.
        choices: pandas.DataFrame of customer_id, action_id, cost_amount and value_amount, a row per
            customer who is up for a decision.
        reason: which minimum is not reached; None if all are.
    """

    budget_amount: float
    spend_amount: float
    value_amount: float
    upper_bound_amount: float
    treated_customer_count: int
    choices: pd.DataFrame
    reason: str | None


class Reallocation:
    """The options of one policy, to be allocated by any budget.

    All other limits are those of the policy's plan for today, kept exactly. What customers who come
    up later may need is not spared for.

    Args:
        connection: open DuckDB connection to the served file.
        policy: name of the policy.

    Raises:
        ValueError: if the file does not hold what one action takes of each resource.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, policy: str) -> None:
        self._tables = _resource_tables(connection, policy)
        numbers = Setting(self._tables).action_numbers
        options = connection.execute(OPTIONS, {"policy": policy}).df()
        options["action_number"] = options["action_id"].map(numbers)
        self.customer_ids = options.drop_duplicates("customer_number")["customer_id"].to_numpy()
        self._options = pa.Table.from_pandas(
            options[
                [
                    *("customer_number", "action_number", "cost_amount"),
                    *("expected_value_amount", "decision_value_amount", "is_explored"),
                ]
            ],
            preserve_index=False,
        )
        self._actions = np.array(list(numbers))

    def with_budget(self, budget_amount: float) -> Outcome:
        """Allocate anew.

        Args:
            budget_amount: money for today's decisions, in the account currency.

        Returns:
            Outcome.

        Raises:
            ValueError: if what chance and a challenger decided costs more than that.
        """
        setting = Setting(self._tables)
        for row in setting.limits:
            if row["resource_id"] == BUDGET:
                row["maximum_amount"] = float(budget_amount)
        options = Options(self._options, setting.action_count)
        solution = solve(setting, options)
        action = solution.action
        cost = options.cost[np.arange(len(action)), action]
        value = options.values_of(action)
        explored = options.explored >= 0
        choices = pd.DataFrame(
            {
                "customer_id": self.customer_ids,
                "action_id": self._actions[action],
                "cost_amount": cost,
                "value_amount": value,
            }
        )
        return Outcome(
            budget_amount=float(budget_amount),
            spend_amount=float(cost.sum()),
            value_amount=float(value.sum()),
            upper_bound_amount=solution.found.upper_bound + float(value[explored].sum()),
            treated_customer_count=int((action != 0).sum()),
            choices=choices,
            reason=solution.found.reason,
        )


def _resource_tables(connection, policy):
    try:
        uses = connection.sql("select resource_id, action_id, amount from input_resource_use")
    except duckdb.CatalogException as error:
        raise ValueError(
            "The served file is of an older version and does not say what actions take of each "
            "resource. Build again with this version."
        ) from error
    # What is left of a minimum is asked for as far as today's plan reaches it.
    limits = connection.sql(
        "select resource_id, account_manager_id, maximum_amount, "
        "least(minimum_amount, use_amount) as minimum_amount "
        "from resource_prices where policy = $policy",
        params={"policy": policy},
    )
    # Ties go by the order of the catalogue.
    actions = connection.sql(
        "select action_id, row_number() over (order by action_id <> $nothing, catalogue_order "
        "nulls last, action_id) as catalogue_order from (select distinct action_id "
        "from action_values union select $nothing union select action_id from input_resource_use) "
        "left join readiness using (action_id)",
        params={"nothing": DO_NOTHING},
    )
    managers = connection.sql(
        f"select customer_number, account_manager_id from ({CUSTOMERS}) "
        "left join customer_profile using (customer_id)",
    )
    return ResourceTables(
        account_managers=managers.to_arrow_table(),
        limits=limits.to_arrow_table(),
        uses=uses.to_arrow_table(),
        actions=actions.to_arrow_table(),
    )


def differences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Customers who get another action, the largest gain or loss of value first.

    Args:
        before: pandas.DataFrame of customer_id, action_id and value_amount.
        after: the same.

    Returns:
        pandas.DataFrame: customer_id, action_id, new_action_id and added_value_amount.
    """
    both = before.merge(after, on="customer_id", suffixes=("", "_new"))
    both = both[both["action_id"] != both["action_id_new"]]
    changed = pd.DataFrame(
        {
            "customer_id": both["customer_id"],
            "action_id": both["action_id"],
            "new_action_id": both["action_id_new"],
            "added_value_amount": both["value_amount_new"] - both["value_amount"],
        }
    )
    order = changed["added_value_amount"].abs().sort_values(ascending=False, kind="stable").index
    return changed.loc[order].reset_index(drop=True)


def moves(changed: pd.DataFrame) -> pd.DataFrame:
    """How many customers go from which action to which.

    Args:
        changed: pandas.DataFrame of `differences`.

    Returns:
        pandas.DataFrame: action_id, new_action_id, customer_count and added_value_amount.
    """
    grouped = changed.groupby(["action_id", "new_action_id"], as_index=False).agg(
        customer_count=("customer_id", "count"), added_value_amount=("added_value_amount", "sum")
    )
    return grouped.sort_values("customer_count", ascending=False, kind="stable", ignore_index=True)


def published_choices(connection: duckdb.DuckDBPyConnection, policy: str) -> pd.DataFrame:
    """What a policy chooses today as published, for everybody who is up for a decision.

    Args:
        connection: open DuckDB connection to the served file.
        policy: name of the policy.

    Returns:
        pandas.DataFrame: customer_id, action_id, cost_amount and value_amount.
    """
    return connection.execute(
        f"select customer_id, action_id, own.cost_amount, "
        "coalesce(own.decision_value_amount, own.expected_value_amount) as value_amount "
        f"from ({CHOSEN_TODAY}) inner join action_values as own "
        "using (policy, customer_id, action_id) where policy = ? order by customer_id",
        [policy],
    ).df()


def frontier(connection: duckdb.DuckDBPyConnection, policy: str) -> pd.DataFrame:
    """What each budget would earn if money were the only limit.

    Args:
        connection: open DuckDB connection to the served file.
        policy: name of the policy.

    Returns:
        pandas.DataFrame: budget_amount and expected_value_amount.
    """
    return connection.execute(
        "select cast(budget_amount as double) as budget_amount, "
        "cast(expected_value_amount as double) as expected_value_amount "
        "from budget_frontier where policy = ? order by step_number",
        [policy],
    ).df()
