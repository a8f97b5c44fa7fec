"""Who comes first is served first, with the best that is still there."""

import pyarrow as pa
import pytest

from python_ml.learning.first_come import SCHEMA, first_come

COLUMNS = ("arrival_number", "customer_number", "action_number", "value_amount")
BUDGET, HOURS = 0, 1


def allocated(*options, budget=None, hours=None):
    """Options are (arrival, customer, action, value, {resource: amount})."""
    left = {BUDGET: budget, HOURS: hours}
    rows = [
        dict(zip(COLUMNS, option, strict=True))
        | {"resource_number": resource, "amount": amount, "available_amount": left[resource]}
        for *option, uses in options
        for resource, amount in uses.items()
    ]
    schema = pa.schema(
        [
            *((name, pa.int64()) for name in COLUMNS[:3]),
            *(("value_amount", pa.float64()), ("resource_number", pa.int64())),
            *(("amount", pa.float64()), ("available_amount", pa.float64())),
        ]
    )
    served = first_come(pa.Table.from_pylist(rows, schema=schema))
    assert served.schema == SCHEMA
    return dict(zip(*served.to_pydict().values(), strict=True))


CALL = {BUDGET: 40.0, HOURS: 1.0}
EMAIL = {BUDGET: 5.0}


@pytest.mark.parametrize(
    ("budget", "hours", "served"),
    [
        (None, None, {7: 1, 8: 1}),
        (80.0, 2.0, {7: 1, 8: 1}),
        # The second takes what is next best if there is too little, of whatever it is.
        (79.9, 2.0, {7: 2, 8: 1}),
        (80.0, 1.0, {7: 2, 8: 1}),
        (44.9999, 2.0, {8: 1}),
        (39.0, 2.0, {7: 2, 8: 2}),
        (0.0, 2.0, {}),
    ],
)
def test_everybody_in_turn_gets_the_best_that_is_left(budget, hours, served):
    found = allocated(
        (2, 7, 2, 10.0, EMAIL),
        (2, 7, 1, 90.0, CALL),
        (1, 8, 1, 50.0, CALL),
        (1, 8, 2, 10.0, EMAIL),
        budget=budget,
        hours=hours,
    )
    assert found == served


def test_amounts_that_add_up_to_what_there_is_fit():
    options = [(number, number, 1, 1.0, {BUDGET: 0.1}) for number in range(10)]
    assert len(allocated(*options, budget=1.0)) == 10
    assert len(allocated(*options, budget=0.9999)) == 9


def test_without_options_nobody_is_served():
    assert allocated() == {}
