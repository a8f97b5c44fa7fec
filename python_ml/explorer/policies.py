"""Policies side by side, on the same budget."""

import duckdb
import pandas as pd

# What every policy decided about the customers who are up today.
CHOSEN_TODAY = """
    select policy, customer_id, action_id
    from decision_log
    where as_of_date = (select max(as_of_date) from recommendations)
    qualify batch_number = max(batch_number) over ()
"""


def comparison(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What each policy does, promises, and is worth by what was tried.

    Args:
        connection: open DuckDB connection to the served file.

    Returns:
        pandas.DataFrame: a row per policy; `difference`, `lower` and `upper` are the net value of a
        customer above doing nothing, doubly robust, null where nothing can be said.
    """
    return connection.execute(
        "select policy, treated_customer_count, cast(spend_amount as double) as spend_amount, "
        "cast(expected_value_amount as double) as promised_value_amount, shadow_price, "
        "difference, lower, upper from allocation_certificate left join "
        "(select policy, difference, lower, upper from policy_value_differences "
        "where evidence = 'experiments' and estimator = 'dr' and outcome = 'net_value' "
        "and reference_policy = 'do_nothing') using (policy) order by policy"
    ).df()


def policy_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The policies that decided today, the one in charge first.

    Args:
        connection: open DuckDB connection to the served file.

    Returns:
        list of str.
    """
    return [
        name
        for (name,) in connection.execute(
            "select policy from allocation_certificate order by policy <> "
            "(select any_value(policy) from business_weight_effects), policy"
        ).fetchall()
    ]


def actions_by_policy(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How many customers get which action by which policy.

    Args:
        connection: open DuckDB connection to the served file.

    Returns:
        pandas.DataFrame: policy, action_id, customer_count.
    """
    return connection.execute(
        f"select policy, action_id, count(*) as customer_count from ({CHOSEN_TODAY}) "
        "group by policy, action_id order by policy, action_id"
    ).df()


def agreement(connection: duckdb.DuckDBPyConnection, policy: str, other: str) -> pd.DataFrame:
    """To how many customers two policies give what.

    Args:
        connection: open DuckDB connection to the served file.
        policy: name of a policy.
        other: name of another one.

    Returns:
        pandas.DataFrame: action_id, other_action_id and customer_count, most customers first.
    """
    return connection.execute(
        "select one.action_id, two.action_id as other_action_id, count(*) as customer_count "
        f"from ({CHOSEN_TODAY}) as one inner join ({CHOSEN_TODAY}) as two using (customer_id) "
        "where one.policy = ? and two.policy = ? "
        "group by all order by customer_count desc, 1, 2",
        [policy, other],
    ).df()
