import shutil

import pytest
from dbt_project import DbtProject

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


def features(project, customer):
    return project.query(
        f"from customer_features where customer_id = '{customer}' and as_of_date = '{ASSIGNED_ON}'",
    )


def build_features(folder, raw):
    project = DbtProject(folder)
    project.build(
        *("--select", "+customer_features", "quarantined_records"),
        *("--indirect-selection", "cautious"),
        variables={"nba_raw_path": str(raw), "nba_as_of_date": "2026-06-29"},
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
    raw = shutil.copytree(raw_folder, tmp_path / "raw")
    for name, line in FACTS_FROM_THE_FUTURE.items():
        with (raw / name).open("a") as file:
            file.write(line.format(customer=customer) + "\n")
    injected = build_features(tmp_path / "injected", raw)
    quarantined = "select count(*) from quarantined_records"
    assert injected.query(quarantined) == original.query(quarantined)
    assert len(features(original, customer)) == 1
    assert features(injected, customer) == features(original, customer)


def test_facts_of_the_day_before_do_change_features(raw_folder, original, tmp_path):
    ((customer,),) = original.query("select min(customer_id) from input_experiment_assignments")
    raw = shutil.copytree(raw_folder, tmp_path / "raw")
    with (raw / "churn_scores.csv").open("a") as file:
        file.write(f"{customer},2026-05-31,0.987\n")
    injected = build_features(tmp_path / "injected", raw)
    assert features(injected, customer) != features(original, customer)
