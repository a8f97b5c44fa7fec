"""The measures behind the metrics, evaluated as MetricFlow does on rows of their own."""

import duckdb
import pytest
import yaml
from dbt_project import ROOT

METRICS = ROOT / "models" / "learning" / "impact" / "_impact__metrics.yml"
# MetricFlow's word -> SQL's.
AGGREGATES = {"sum": "sum", "average": "avg", "max": "max"}
TABLES = """
create table recommendations as
select * from (values
    ('made', 'call', true, 200, 1000),
    ('standing', 'email', true, 5, 20),
    ('delivered', 'call', false, 200, 900),
    ('withdrawn', 'email', false, 5, 30),
    ('made', 'do_nothing', false, 0, 0)
) as named (decision_state, action_id, is_open, cost_amount, expected_value_amount);
create table decision_outcomes as
select * from (values ('retained', 1.0), ('retained', 0.0), ('retained', 1.0), ('retained', 1.0))
as named (metric, value);
"""


@pytest.fixture(scope="module")
def measured():
    """Name of a measure -> its value on the rows."""
    models = {
        "ref('recommendations')": "recommendations",
        "ref('decision_outcomes')": "decision_outcomes",
    }
    found = {}
    with duckdb.connect() as connection:
        connection.execute(TABLES)
        for model in yaml.safe_load(METRICS.read_text())["semantic_models"]:
            for measure in model["measures"] if model["model"] in models else []:
                expression = f"{AGGREGATES[measure['agg']]}({measure['expr']})"
                ((value,),) = connection.execute(
                    f"select {expression} from {models[model['model']]}"
                ).fetchall()
                found[measure["name"]] = value
    return found


def test_only_what_is_still_to_be_carried_out_counts_as_spend(measured):
    assert measured["nba_treated_customers"] == 2
    assert measured["nba_cost"] == 205
    assert measured["nba_expected_value"] == 1020


def test_outcomes_are_averaged_and_counted(measured):
    assert measured["nba_outcome"] == 0.75
    assert measured["nba_outcomes"] == 4
