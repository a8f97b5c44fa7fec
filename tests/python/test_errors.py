"""Wrong settings and wrong data end in one clear sentence, or in a correct empty result."""

import csv
import shutil

import pytest
from dbt_project import DbtProject, reading

WRONG_VARIABLES = [
    ({"nba_policy": "magic"}, "The variable nba_policy is 'magic'. Allowed is one of"),
    (
        {"nba_challenger_policy": "magic"},
        "nba_challenger_policy is 'magic'. Allowed is one of busi",
    ),
    ({"nba_is_promotion_automatic": "maybe"}, "is 'maybe'. Allowed is true or false"),
    ({"nba_challenger_share": 2}, "nba_challenger_share is '2'. Allowed is a number from 0 to 0.5"),
    (
        {"nba_ablation_share": 0.1, "nba_challenger_policy": "uplift_v2"},
        "nba_ablation_share is '0.1'. Allowed is 0 where nba_challenger_policy is set",
    ),
    ({"nba_budget_amount": -1}, "nba_budget_amount is '-1'. Allowed is a number from 0"),
    ({"nba_budget_amount": "lots"}, "nba_budget_amount is 'lots'. Allowed is a number from 0"),
    ({"nba_decision_period_days": 400}, "period_days is '400'. Allowed is a whole"),
    ({"nba_budget_period": "fortnight"}, "is 'fortnight'. Allowed is one of build, day, week, mo"),
    (
        {"nba_max_quarantine_rate": 5},
        "nba_max_quarantine_rate is '5'. Allowed is a number from 0 to 1",
    ),
    ({"nba_as_of_date": "29.06.2026"}, "nba_as_of_date is '29.06.2026'. Allowed is a date written"),
    ({"nba_as_of_date": "2026-02-30"}, "nba_as_of_date is '2026-02-30'. Allowed is a date written"),
    (
        {"nba_frontier_step_count": 2.5},
        "nba_frontier_step_count is '2.5'. Allowed is a whole number",
    ),
    (
        {"nba_absent_inputs": ["customers"]},
        "nba_absent_inputs is '['customers']'. Allowed is a list",
    ),
    ({"nba_absent_inputs": 3}, "nba_absent_inputs is '3'. Allowed is a list"),
    ({"nba_extra_public_tables": "mine"}, "nba_extra_public_tables is 'mine'. Allowed is a list"),
    ({"nba_confidence_level": "high"}, "nba_confidence_level is 'high'. Allowed is a number from"),
    ({"nba_value_horizon_years": "x"}, "nba_value_horizon_years is 'x'. Allowed is a whole number"),
    ({"nba_learners": ["constant_effect", "z"]}, "nba_learners is '['constant_effect', 'z']'"),
    ({"nba_learners": ["r"]}, "Allowed is a list that contains constant_effect"),
    (
        {"nba_uplift_fold_count": 2},
        "nba_uplift_fold_count is '2'. Allowed is a whole number from 3",
    ),
    ({"nba_minimum_propensity": 0.7}, "nba_minimum_propensity is '0.7'. Allowed is a number from"),
    (
        {"nba_outcome_winsor_quantile": 99},
        "nba_outcome_winsor_quantile is '99'. Allowed is a number from 0.5 to 1",
    ),
    (
        {"nba_low_risk_probability": 0.9},
        "nba_low_risk_probability is '0.9'. Allowed is a number not above nba_high_",
    ),
]


@pytest.fixture
def raw_copy(raw_folder, tmp_path):
    """A copy of the small world that a test may break."""
    return shutil.copytree(raw_folder, tmp_path / "raw")


def keep_only_the_header(path):
    with path.open(newline="") as file:
        header = next(csv.reader(file))
    path.write_text(",".join(header) + "\n")


@pytest.mark.parametrize(
    ("variables", "sentence"), WRONG_VARIABLES, ids=lambda value: str(value)[:40]
)
def test_a_variable_that_cannot_work_stops_the_run_with_what_is_allowed(
    project, variables, sentence
):
    result = project.run_macro("validate_vars", variables)
    assert result.returncode != 0
    assert sentence in result.output
    assert "Traceback" not in result.output


def test_a_run_validates_its_variables_before_it_makes_anything(project):
    variables = {"nba_policy": "magic"}
    result = project.run("build", "--select", "actions", variables=variables, parsed_with={})
    assert result.returncode != 0
    assert "The variable nba_policy is 'magic'. Allowed is one of" in result.output
    assert project.query("select table_name from duckdb_tables()") == []


WRONG_FEATURES = [
    ({"feature": "date"}, "declares the feature type 'date'. Allowed are numeric and categorical"),
    (
        {"feature": "numeric", "unit": "word"},
        "the unit 'word'. Of a numeric feature it is one",
    ),
    ({"feature": "categorical", "unit": "days"}, "the unit 'days'. Of a categorical feature it is"),
    ({"feature": "numeric", "phrase": "many"}, "has the phrase 'many', which does not say where"),
]


@pytest.mark.parametrize(("meta", "sentence"), WRONG_FEATURES, ids=lambda value: str(value)[:40])
def test_metadata_of_a_feature_that_cannot_work_are_named_with_what_is_allowed(
    project, meta, sentence
):
    result = project.run_macro(
        "feature_declaration", model_name="my_features", column_name="visits", meta=meta
    )
    assert result.returncode != 0
    assert "Column visits of my_features" in result.output
    assert sentence in result.output


def test_needed_files_that_are_missing_are_named_together_with_where_they_were_looked_for(
    project, raw_copy
):
    (raw_copy / "customers.csv").unlink()
    (raw_copy / "actions.csv").unlink()
    result = project.run("build", "--select", "stg_raw__usage", variables=reading(raw_copy))
    assert result.returncode == 1
    assert "Needed and not found: actions and customers. Looked for " in result.output
    assert f"{raw_copy}/customers.csv" in result.output


def test_too_many_bad_rows_stop_the_build_with_the_input_and_its_top_rules(project, raw_copy):
    path = raw_copy / "churn_scores.csv"
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    rows = [
        [customer, day, "1.2" if n % 10 == 0 else p] for n, (customer, day, p) in enumerate(rows)
    ]
    path.write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n")
    project.tests = ("inputs_fit_for_decisions_input_quality_",)
    result = project.run("build", variables=reading(raw_copy))
    assert result.returncode == 1
    assert "input_churn_scores has " in result.output
    assert "(top rules: probability_out_of_range (" in result.output
    assert "nba_max_quarantine_rate allows a share of 0.05" in result.output
    assert not project.published.exists()
    tables = project.query("select table_name from duckdb_tables()")
    assert ("quarantined_records",) in tables
    assert ("input_churn_scores",) not in tables


def test_optional_inputs_without_rows_build_to_empty_results(project, raw_copy):
    for path in raw_copy.glob("*.csv"):
        if path.stem not in ("customers", "actions", "goals"):
            keep_only_the_header(path)
    # The project's own tests of empty tables run where the files are absent.
    project.tests = ()
    project.build(variables=reading(raw_copy))
    assert project.query_published(
        "select spend_amount, value_amount, is_within_budget "
        "from allocation_certificate where policy = 'auto'",
    ) == [(0, 0, True)]


@pytest.fixture(scope="module")
def bare_build(raw_folder, tmp_path_factory):
    """A company with nothing but the required inputs."""
    raw = shutil.copytree(raw_folder, tmp_path_factory.mktemp("bare") / "raw")
    absent = ["subscriptions", "usage", "support_tickets", "survey_responses", "churn_scores"]
    absent += ["action_history", "customer_outcomes"]
    for name in absent:
        (raw / f"{name}.csv").unlink()
    project = DbtProject(tmp_path_factory.mktemp("bare_build"))
    project.build(variables=reading(raw))
    return project


def test_a_company_with_only_the_required_inputs_gets_recommendations(bare_build):
    ((customers, recommendations),) = bare_build.query_published(
        "select (select count(*) from customer_profile where is_active), "
        "(select count(*) from recommendations)",
    )
    assert customers == recommendations > 0


def test_without_an_eligible_action_everybody_is_left_alone_with_the_reason(bare_build):
    # Without renewals no retention action is open, and no score allows an upsell.
    assert bare_build.query_published(
        "select distinct action_id, reason from recommendations join action_eligibility "
        "using (customer_id, action_id) group by all"
    ) == [("do_nothing", "Do nothing: no action is open to this customer.")]
