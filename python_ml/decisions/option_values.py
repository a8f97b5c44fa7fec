"""Values and costs of options, from a table with a row each to arrays."""

import numpy as np
import pyarrow as pa


def option_values(table: pa.Table, key: str, action_count: int) -> tuple:
    """One row per customer or decision to come, one column per action.

    Args:
        table: pyarrow.Table of `key`, action_number, cost_amount and decision_value_amount.
        key: name of the column that numbers the customers or decisions.
        action_count: int, k.

    Returns:
        tuple: (n,) keys; (m,) row of each row of the table; (n, k) values, nan for what is no
        option; (n, k) costs in money.
    """
    keys, rows = np.unique(table.column(key).to_numpy(), return_inverse=True)
    actions = table.column("action_number").to_numpy()
    value = np.full((len(keys), action_count), np.nan)
    cost = np.zeros((len(keys), action_count))
    value[rows, actions] = floats(table, "decision_value_amount")
    cost[rows, actions] = floats(table, "cost_amount")
    # What is not expected to earn anything is no option, unless it is to be explored.
    value[:, 1:][~(value[:, 1:] > 0)] = np.nan
    return keys, rows, value, cost


def floats(table: pa.Table, name: str) -> np.ndarray:
    """A column of numbers.

    Args:
        table: pyarrow.Table.
        name: of the column.

    Returns:
        (m,) float64; nan for null.
    """
    return table.column(name).cast(pa.float64()).to_numpy()
