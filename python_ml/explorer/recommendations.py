"""Recommendations, filtered."""

from dataclasses import dataclass

import duckdb
import pandas as pd

# Rows that a page shows; the file to download has all.
SHOWN = 1000
FILTERED = ("action_id", "segment", "evidence", "account_manager_id")


@dataclass(frozen=True)
class Filter:
    """Which recommendations to show.

    Attributes:
        kept: name of one of `FILTERED` -> values to keep; all if there is none.
        is_open: whether only what is still to be carried out is shown.
        customer: beginning of the customer's key.
    """

    kept: dict[str, list[str]]
    is_open: bool = True
    customer: str = ""


def recommendations(connection: duckdb.DuckDBPyConnection, chosen: Filter) -> pd.DataFrame:
    """The recommendations that pass a filter, in the order to act in.

    Args:
        connection: open DuckDB connection to the served file.
        chosen: Filter.

    Returns:
        pandas.DataFrame: a row per customer, with amounts in the account currency.
    """
    conditions = ["starts_with(customer_id, ?)"]
    parameters: list[str | list[str]] = [chosen.customer]
    for name in FILTERED:
        kept = chosen.kept.get(name)
        if kept:
            conditions.append(f"list_contains(?, {name})")
            parameters.append(kept)
    if chosen.is_open:
        conditions.append("is_open")
    return connection.execute(
        "select priority_rank, customer_id, action_id, segment, expected_value_amount, "
        "cost_amount, evidence, "
        # A type is about one goal, and the action may be for another.
        "leading_goal || ': ' || replace(uplift_type, '_', ' ') as uplift_type, "
        "account_manager_id, decided_on, decision_state, reason from recommendations "
        "left join (select customer_id, leading_goal from customer_segments) "
        "using (customer_id) "
        "left join (select customer_id, account_manager_id from customer_profile) "
        "using (customer_id) "
        f"where {' and '.join(conditions)} order by priority_rank",
        parameters,
    ).df()


def filter_values(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The values that each filter can keep.

    Args:
        connection: open DuckDB connection to the served file.

    Returns:
        dict: name of one of `FILTERED` -> values, sorted.
    """
    tables = dict.fromkeys(FILTERED, "recommendations")
    tables["account_manager_id"] = "customer_profile"
    return {
        name: [
            value
            for (value,) in connection.execute(
                f"select distinct {name} from {table} where {name} is not null order by 1"
            ).fetchall()
        ]
        for name, table in tables.items()
    }


def as_csv(frame: pd.DataFrame) -> bytes:
    """A table as a CSV file.

    Args:
        frame: pandas.DataFrame.

    Returns:
        bytes: UTF-8, with a header.
    """
    return frame.to_csv(index=False).encode()
