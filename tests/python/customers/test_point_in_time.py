import shutil

import pytest
from dbt_project import DbtProject, reading

AS_OF_DATE = "2026-06-29"
ASSIGNED_ON = "2026-06-01"
# Facts of the day of assignment and later, for a customer who was assigned on it.
FACTS_FROM_THE_FUTURE = {
    "usage.csv": "{customer},2026-05-26,99,9999,40",
    "support_tickets.csv": "T-{kind},{customer},2026-06-01 00:00:00,,critical,",
    "survey_responses.csv": "R-{kind},{customer},2026-06-01 08:00:00,0",
    "churn_scores.csv": "{customer},2026-06-02,0.999",
    "action_history.csv": "H-{kind},{customer},retention_email,2026-06-01 09:00:00,5,true",
    "subscriptions.csv": "S-{kind},{customer},2026-06-01,2027-06-01,,999999,999,0.9",
}

# Facts of the as-of date and later, for a customer whose past is learnt from.
FACTS_SINCE_TODAY = {
    "usage.csv": "{customer},2026-06-23,99,9999,40",
    "support_tickets.csv": "T-{kind},{customer},2026-06-29 00:00:00,,critical,",
    "survey_responses.csv": "R-{kind},{customer},2026-06-29 08:00:00,0",
    "churn_scores.csv": "{customer},2026-06-30,0.999",
    "action_history.csv": "H-{kind},{customer},retention_email,2026-06-29 09:00:00,5,true",
    "subscriptions.csv": "S-{kind},{customer},2026-06-29,2027-06-29,,999999,999,0.9",
}


def features(project, customer):
    return project.query(
        f"from customer_features where customer_id = '{customer}' and as_of_date = '{ASSIGNED_ON}'",
    )


def training_rows(project, condition):
    return project.query(
        f"from int_risk_training_rows where {condition} order by training_row_id",
    )


def build_features(folder, raw):
    project = DbtProject(folder)
    project.tests = ()
    project.build(
        *("--select", "+int_risk_training_rows", "quarantined_records"),
        variables=reading(raw, nba_as_of_date=AS_OF_DATE),
    )
    return project


@pytest.fixture(scope="module")
def original(raw_folder, tmp_path_factory):
    return build_features(tmp_path_factory.mktemp("original"), raw_folder)


@pytest.fixture(scope="module")
def told(original):
    """Four customers, each of whom is told one kind of fact of; and a day of the last one's."""
    ((of_the_future, of_the_day_before),) = original.query(
        "select min(customer_id), max(customer_id) from input_experiment_assignments "
        f"where cast(assigned_at as date) = '{ASSIGNED_ON}'",
    )
    (since_today, _), (acted_on, day) = original.query(
        "select customer_id, arg_min(as_of_date, training_row_id) from int_risk_training_rows "
        f"where not was_treated and customer_id not in ('{of_the_future}', '{of_the_day_before}') "
        "group by customer_id order by min(training_row_id) limit 2",
    )
    return {
        "of_the_future": of_the_future,
        "of_the_day_before": of_the_day_before,
        "since_today": since_today,
        "acted_on": acted_on,
        "day": day,
    }


@pytest.fixture(scope="module")
def injected(raw_folder, told, tmp_path_factory):
    """The same world with the facts of all four."""
    folder = tmp_path_factory.mktemp("injected")
    raw = shutil.copytree(raw_folder, folder / "raw")
    action = "H-new,{customer},retention_email," + f"{told['day']} 09:00:00,5,true"
    for kind, facts in (
        ("of_the_future", FACTS_FROM_THE_FUTURE),
        ("of_the_day_before", {"churn_scores.csv": "{customer},2026-05-31,0.987"}),
        ("since_today", FACTS_SINCE_TODAY),
        ("acted_on", {"action_history.csv": action}),
    ):
        for name, line in facts.items():
            with (raw / name).open("a") as file:
                file.write(line.format(customer=told[kind], kind=kind) + "\n")
    return build_features(folder / "build", raw)


def test_facts_from_the_future_change_no_feature(original, injected, told):
    customer = told["of_the_future"]
    quarantined = f"select count(*) from quarantined_records where contains(record, '{customer}')"
    assert injected.query(quarantined) == original.query(quarantined)
    assert len(features(original, customer)) == 1
    assert features(injected, customer) == features(original, customer)


def test_facts_of_the_day_before_do_change_features(original, injected, told):
    customer = told["of_the_day_before"]
    assert features(injected, customer) != features(original, customer)


def test_facts_since_today_change_no_row_that_risk_is_learnt_from(original, injected, told):
    of_the_customer = f"customer_id = '{told['since_today']}'"
    assert training_rows(original, of_the_customer)
    others = [told[kind] for kind in ("of_the_future", "of_the_day_before", "acted_on")]
    told_nothing_of_the_past = f"customer_id not in {tuple(others)}"
    assert training_rows(injected, told_nothing_of_the_past) == training_rows(
        original, told_nothing_of_the_past
    )


def test_an_action_since_the_day_of_description_changes_only_that_the_customer_was_treated(
    original, injected, told
):
    described = f"customer_id = '{told['acted_on']}' and as_of_date {{}} '{told['day']}'"
    was_treated = f"select was_treated from int_risk_training_rows where {described.format('=')}"
    assert original.query(was_treated)[0] == (False,)
    assert injected.query(was_treated)[0] == (True,)
    others = (
        "select * exclude (was_treated) from int_risk_training_rows "
        f"where {described.format('<=')} order by training_row_id"
    )
    assert injected.query(others) == original.query(others)


def test_no_customer_is_described_before_four_weeks_of_usage_are_on_record(original):
    ((earliest_outcome, earliest_row),) = original.query(
        "select (select min(as_of_date) from int_baseline_outcomes_dated), "
        "min(as_of_date) from int_risk_training_rows",
    )
    ((recorded_for_four_weeks,),) = original.query(
        "select cast(min(week_start_on) as date) + 28 from input_usage",
    )
    assert earliest_outcome < recorded_for_four_weeks <= earliest_row
