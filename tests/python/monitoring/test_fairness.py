"""Rates by group of a company made of vectors: as fairlearn has them."""

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from dbt_project import DbtProject

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "fairness.json").read_text())
ATTRIBUTES = sorted(VECTORS["values"])


@pytest.fixture(scope="module")
def fairness(tmp_path_factory):
    project = DbtProject(tmp_path_factory.mktemp("fairness"))
    selected = VECTORS["selected"]
    customers = [f"C{number}" for number in range(len(selected))]
    tables = {
        "int_as_of_date": "select date '2026-06-29' as as_of_date",
        "int_policies_in_charge": "select 'auto' as live_policy",
        "recommendations": pa.table(
            {
                "customer_id": customers,
                "decision_state": ["made"] * len(customers),
                "action_id": ["call" if is_selected else "do_nothing" for is_selected in selected],
                "expected_value_amount": [1.0] * len(customers),
            }
        ),
        "action_values": pa.table(
            {
                "policy": ["auto"] * len(customers),
                "customer_id": customers,
                "action_id": ["call"] * len(customers),
                "expected_value_amount": [float(benefit) for benefit in VECTORS["benefits"]],
            }
        ),
        "int_sensitive_groups_listed": pa.table(
            {
                "customer_id": customers * len(ATTRIBUTES),
                "attribute": [name for name in ATTRIBUTES for _ in customers],
                "is_protected": [False] * len(customers) * len(ATTRIBUTES),
                "group_name": [group for name in ATTRIBUTES for group in VECTORS[name]],
            }
        ),
    }
    with duckdb.connect(str(project.warehouse)) as connection:
        for name, rows in tables.items():
            if isinstance(rows, pa.Table):
                connection.register("rows", rows)
            query = rows if isinstance(rows, str) else "from rows"
            connection.execute(f"create table {name} as {query}")
    result = project.run("run", "--quiet", "--select", "int_group_actions_counted", "fairness")
    assert result.returncode == 0, result.output
    return {
        (attribute, group): row
        for attribute, group, *row in project.query(
            "select attribute, group_name, rate, false_negative_rate, impact_ratio from fairness "
            "where action_id = 'any'"
        )
    }


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_rates_and_their_ratio_are_those_of_fairlearn(fairness, attribute):
    expected = VECTORS["values"][attribute]
    found = {group: row for (name, group), row in fairness.items() if name == attribute}
    assert set(found) == set(expected["by_group"])
    for group, (rate, missed, _) in found.items():
        assert rate == pytest.approx(expected["by_group"][group]["selection_rate"], abs=1e-12)
        assert missed == pytest.approx(
            expected["by_group"][group]["false_negative_rate"], abs=1e-12
        )
    rates, ratios = ([row[place] for row in found.values()] for place in (0, 2))
    assert min(ratios) == pytest.approx(expected["demographic_parity_ratio"], abs=1e-12)
    assert max(rates) - min(rates) == pytest.approx(
        expected["demographic_parity_difference"], abs=1e-12
    )
