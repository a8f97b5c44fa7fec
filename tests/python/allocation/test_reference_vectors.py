import json
import os
from decimal import Decimal
from pathlib import Path

import pytest
from allocation_sql import AllocationSql

VECTORS = Path(os.environ.get("NBA_VECTORS_DIR", Path(__file__).parents[2] / "vectors"))
(MULTI_ARM,) = json.loads((VECTORS / "uplift_metrics.json").read_text())["multi_arm"]
EXPECTED = MULTI_ARM["expected"]


@pytest.fixture(scope="module")
def offered():
    """The gain is not net of cost there, so that it is the value as it stands."""
    sql = AllocationSql(threads=1)
    sql.offer(
        [
            ("maq", f"{unit:03}", arm, cost, gain, arm)
            for unit, (gains, costs) in enumerate(
                zip(MULTI_ARM["tau"], MULTI_ARM["cost"], strict=True),
            )
            for arm, (gain, cost) in enumerate(zip(gains, costs, strict=True))
        ],
    )
    return sql


def budget_of(spend_per_unit):
    return f"{spend_per_unit * len(MULTI_ARM['tau']):.4f}"


@pytest.mark.parametrize(
    ("spend_per_unit", "planned_gain"),
    list(zip(EXPECTED["spend_per_unit"], EXPECTED["planned_gain_per_unit"], strict=True)),
)
def test_the_upper_bound_is_the_planned_gain_of_maq(offered, spend_per_unit, planned_gain):
    bound, _ = offered.upper_bound(budget_of(spend_per_unit))["maq"]
    assert bound / len(MULTI_ARM["tau"]) == pytest.approx(planned_gain, rel=1e-9)


def test_the_allocation_is_that_of_maq_up_to_the_one_customer_taken_in_part(offered):
    budget = budget_of(0.2)
    # Later rows are later steps, so that the last one of each customer stays.
    before_fill = {
        row[1]: row[2] for row in offered.increments() if row[3] == 0 or row[11] <= Decimal(budget)
    }
    rows = offered.allocate(budget)
    assert len(rows) == len(before_fill) == len(MULTI_ARM["tau"])
    assert all(row[2] == before_fill[row[1]] for row in rows if row[5] != "fill")

    in_part = 0
    first_rows = EXPECTED["allocation_at_0_2_first_10_rows"]
    for row, shares in zip(rows[: len(first_rows)], first_rows, strict=True):
        if all(share in (0.0, 1.0) for share in shares):
            arms = [float(before_fill[row[1]] == str(arm)) for arm in range(len(shares))]
            assert arms == shares
        else:
            in_part += 1
    assert in_part <= 1


def test_what_is_taken_before_the_fill_and_one_part_more_is_the_bound(offered):
    for spend_per_unit in EXPECTED["spend_per_unit"]:
        budget = budget_of(spend_per_unit)
        ((_, _, spend, value, slope),) = offered.frontier([budget])
        bound, price = offered.upper_bound(budget)["maq"]
        assert price == slope
        assert bound == pytest.approx(
            float(value) + slope * (float(budget) - float(spend)),
            rel=1e-12,
        )
