"""Allocation without prices: everybody in turn gets the best that there is still enough for."""

import numpy as np
import pyarrow as pa

# Amounts are decimals of four places: whole numbers of these add up exactly.
_UNITS = 10_000
SCHEMA = pa.schema([("customer_number", pa.int64()), ("action_number", pa.int32())])


def first_come(needs: pa.Table) -> pa.Table:
    """Give out what there is in the order of arrival.

    Args:
        needs: pyarrow.Table, a row per customer, action and resource that the action uses:
            arrival_number, customer_number, action_number, value_amount (of the action, above 0),
            resource_number, amount and available_amount (null for no limit).

    Returns:
        pyarrow.Table: customer_number and action_number of those who get an action.
    """
    columns = {name: needs.column(name).to_numpy() for name in needs.column_names}
    order = np.lexsort(
        (columns["action_number"], -columns["value_amount"], columns["arrival_number"])
    )
    customer, action, resource, amount, available = (
        columns[name][order]
        for name in (
            *("customer_number", "action_number", "resource_number", "amount"),
            "available_amount",
        )
    )
    amount = np.rint(amount * _UNITS)
    # What there is of a resource is the same in all of its rows.
    left = np.full(int(resource.max(initial=-1)) + 1, np.inf)
    left[resource] = np.where(np.isnan(available), np.inf, np.rint(available * _UNITS))
    ends = 1 + np.flatnonzero((np.diff(customer) != 0) | (np.diff(action) != 0))
    served, got = [], []
    for start, end in zip([0, *ends], [*ends, len(customer)], strict=True):
        if start == end or (served and served[-1] == customer[start]):
            continue
        used = resource[start:end]
        if (amount[start:end] <= left[used]).all():
            left[used] -= amount[start:end]
            served.append(customer[start])
            got.append(action[start])
    return pa.table([served, got], schema=SCHEMA)
