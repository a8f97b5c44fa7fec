import shutil

import pytest
from dbt_project import DbtProject

AS_OF_DATE = "2026-06-29"
ASSIGNED_ON = "2026-06-01"
# Facts of the day of assignment and later, for a customer who was assigned on it.
FACTS_FROM_THE_FUTURE = {
    "usage.csv": "{customer},2026-05-26,99,9999,40",
    "support_tickets.csv": "T-future,{customer},2026-06-01 00:00:00,,critical,",
    "survey_responses.csv": "R-future,{customer},2026-06-01 08:00:00,0",
    "churn_scores.csv": "{customer},2026-06-02,0.999",
    "action_history.csv": "H-future,{customer},retention_email,2026-06-01 09:00:00,5,true",
    "subscriptions.csv": "S-future,{customer},2026-06-01,2027-06-01,,999999,999,0.9",
}

# Facts of the as-of date and later, for a customer whose past is learnt from.
FACTS_SINCE_TODAY = {
    "usage.csv": "{customer},2026-06-23,99,9999,40",
    "support_tickets.csv": "T-future,{customer},2026-06-29 00:00:00,,critical,",
    "survey_responses.csv": "R-future,{customer},2026-06-29 08:00:00,0",
    "churn_scores.csv": "{customer},2026-06-30,0.999",
    "action_history.csv": "H-future,{customer},retention_email,2026-06-29 09:00:00,5,true",
    "subscriptions.csv": "S-future,{customer},2026-06-29,2027-06-29,,999999,999,0.9",
}


def features(project, customer):
    return project.query(
        f"from customer_features where customer_id = '{customer}' and as_of_date = '{ASSIGNED_ON}'",
    )


def training_rows(project):
    return project.query("from int_risk_training_rows order by training_row_id")


def with_facts(raw_folder, folder, customer, facts):
    raw = shutil.copytree(raw_folder, folder / "raw")
    for name, line in facts.items():
        with (raw / name).open("a") as file:
            file.write(line.format(customer=customer) + "\n")
    return build_features(folder / "injected", raw)


def build_features(folder, raw):
    project = DbtProject(folder)
    project.build(
        *("--select", "+int_risk_training_rows", "quarantined_records"),
        *("--indirect-selection", "cautious"),
        variables={"nba_raw_path": str(raw), "nba_as_of_date": AS_OF_DATE},
    )
    return project


@pytest.fixture(scope="module")
def original(raw_folder, tmp_path_factory):
    return build_features(tmp_path_factory.mktemp("original"), raw_folder)


def test_facts_from_the_future_change_no_feature(raw_folder, original, tmp_path):
    ((customer,),) = original.query(
        "select min(customer_id) from input_experiment_assignments "
        f"where cast(assigned_at as date) = '{ASSIGNED_ON}'",
    )
    injected = with_facts(raw_folder, tmp_path, customer, FACTS_FROM_THE_FUTURE)
    quarantined = "select count(*) from quarantined_records"
    assert injected.query(quarantined) == original.query(quarantined)
    assert len(features(original, customer)) == 1
    assert features(injected, customer) == features(original, customer)


def test_facts_of_the_day_before_do_change_features(raw_folder, original, tmp_path):
    ((customer,),) = original.query("select min(customer_id) from input_experiment_assignments")
    facts = {"churn_scores.csv": "{customer},2026-05-31,0.987"}
    injected = with_facts(raw_folder, tmp_path, customer, facts)
    assert features(injected, customer) != features(original, customer)


@pytest.fixture(scope="module")
def learnt_from(original):
    """A customer who was left alone, and a day on which they are described."""
    ((customer, day),) = original.query(
        "select customer_id, as_of_date from int_risk_training_rows "
        "where not was_treated order by training_row_id limit 1",
    )
    return customer, day


def test_facts_since_today_change_no_row_that_risk_is_learnt_from(
    raw_folder, original, learnt_from, tmp_path
):
    injected = with_facts(raw_folder, tmp_path, learnt_from[0], FACTS_SINCE_TODAY)
    assert training_rows(injected) == training_rows(original)


def test_an_action_since_the_day_of_description_changes_only_that_the_customer_was_treated(
    raw_folder, original, learnt_from, tmp_path
):
    customer, day = learnt_from
    facts = {"action_history.csv": f"H-new,{{customer}},retention_email,{day} 09:00:00,5,true"}
    injected = with_facts(raw_folder, tmp_path, customer, facts)
    was_treated = (
        "select was_treated from int_risk_training_rows "
        f"where customer_id = '{customer}' and as_of_date = '{day}'"
    )
    assert original.query(was_treated)[0] == (False,)
    assert injected.query(was_treated)[0] == (True,)
    others = "select * exclude (was_treated) from int_risk_training_rows order by training_row_id"
    earlier = others.replace("order", f"where as_of_date <= '{day}' order")
    assert injected.query(earlier) == original.query(earlier)


def test_no_customer_is_described_before_four_weeks_of_usage_are_on_record(original):
    ((earliest_outcome, earliest_row),) = original.query(
        "select (select min(as_of_date) from int_baseline_outcomes_dated), "
        "min(as_of_date) from int_risk_training_rows",
    )
    ((recorded_for_four_weeks,),) = original.query(
        "select cast(min(week_start_on) as date) + 28 from input_usage",
    )
    assert earliest_outcome < recorded_for_four_weeks <= earliest_row
