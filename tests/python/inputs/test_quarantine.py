"""One bad row per rule, and the place where each of them ends."""

import json

import pytest
from dbt_project import DbtProject, reading

from python_ml.simulator.settings import copy_settings

RAW = {
    "customers": """customer_id,signed_up_on,customer_lifetime_value_amount
good,2024-01-01,
copied,2024-01-01,
copied,2024-01-01,
contradicted,2024-01-01,
contradicted,2024-02-02,
,2024-01-01,
late,2026-07-01,
odd,soon,
negative,2024-01-01,-1
infinite,2024-01-01,inf
""",
    "subscriptions": """subscription_id,customer_id,started_on,renews_on,ended_on,\
annual_recurring_revenue_amount,seat_count,discount_rate
S1,good,2025-07-01,2026-07-01,,1000,5,0.1
S2,nobody,2025-07-01,2026-07-01,,1000,5,0.1
S3,good,2025-07-01,2025-06-30,,1000,5,0.1
S4,good,2025-07-01,2026-07-01,2025-01-01,1000,5,0.1
S5,good,2025-07-01,2026-07-01,,-1000,5,0.1
S6,good,2025-07-01,2026-07-01,,nan,5,0.1
S7,good,2025-07-01,2026-07-01,,1000,5.5,0.1
S8,good,2025-07-01,2026-07-01,,1000,5,1.1
S9,good,,2026-07-01,,1000,5,0.1
""",
    "usage": """customer_id,week_start_on,session_count
good,2026-06-22,10
good,2026-06-15,-1
good,2026-06-08,n/a
""",
    "support_tickets": """ticket_id,customer_id,opened_at,resolved_at,severity,satisfaction_score
T1,good,2026-06-01 10:00:00,2026-06-02 10:00:00,low,5
T2,good,2026-06-01 10:00:00,2026-05-31 10:00:00,low,5
T3,good,2026-06-01 10:00:00,,urgent,
T4,good,2026-06-01 10:00:00,,low,6
""",
    "survey_responses": """response_id,customer_id,responded_at,nps_score
R1,good,2026-06-01 10:00:00,10
R2,good,2026-06-01 10:00:00,11
""",
    "churn_scores": """customer_id,scored_on,churn_probability
good,2026-06-01,0
good,2026-06-02,1.01
good,2026-06-30,0.5
""",
    "action_history": """action_event_id,customer_id,action_id,performed_at,was_successful
H1,good,retention_email,2026-06-01 10:00:00,true
H2,good,telegram,2026-06-01 10:00:00,true
""",
    "experiment_assignments": """experiment_id,customer_id,assigned_at,arm,action_id,\
action_probability
E1,good,2026-06-01 00:00:00,a,do_nothing,1
E1,copied,2026-06-01 00:00:00,a,do_nothing,0
E2,copied,2026-06-01 00:00:00,a,do_nothing,0.5
E2,copied,2026-06-01 00:00:00,b,do_nothing,0.5
""",
    "outcomes": """experiment_id,customer_id,metric,observed_at,value
E1,good,retained,2026-06-05 00:00:00,1
E1,good,upsold,2026-05-05 00:00:00,1
E1,copied,retained,2026-06-05 00:00:00,1
""",
    "customer_outcomes": """customer_id,metric,observed_at,value
good,retained,2026-06-05 00:00:00,1
good,retained,2026-07-05 00:00:00,1
good,retained,2026-06-06 00:00:00,yes
nobody,retained,2026-06-05 00:00:00,1
""",
}
EXPECTED = {
    ("input_customers", "copied", "duplicate_key"),
    ("input_customers", "contradicted", "duplicate_key"),
    ("input_customers", "", "missing_key"),
    ("input_customers", "late", "date_after_as_of_date"),
    ("input_customers", "odd", "uncastable_value"),
    ("input_customers", "negative", "negative_amount"),
    ("input_customers", "infinite", "non_finite_value"),
    ("input_subscriptions", "S2", "unknown_customer"),
    ("input_subscriptions", "S3", "end_before_start"),
    ("input_subscriptions", "S4", "end_before_start"),
    ("input_subscriptions", "S5", "negative_amount"),
    ("input_subscriptions", "S6", "non_finite_value"),
    ("input_subscriptions", "S7", "uncastable_value"),
    ("input_subscriptions", "S8", "rate_out_of_range"),
    ("input_subscriptions", "S9", "missing_value"),
    ("input_usage", "good|2026-06-15", "negative_value"),
    ("input_usage", "good|2026-06-08", "uncastable_value"),
    ("input_support_tickets", "T2", "end_before_start"),
    ("input_support_tickets", "T3", "unknown_severity"),
    ("input_support_tickets", "T4", "score_out_of_range"),
    ("input_survey_responses", "R2", "score_out_of_range"),
    ("input_churn_scores", "good|2026-06-02", "probability_out_of_range"),
    ("input_churn_scores", "good|2026-06-30", "date_after_as_of_date"),
    ("input_action_history", "H2", "unknown_action"),
    ("input_experiment_assignments", "E1|copied", "probability_out_of_range"),
    ("input_experiment_assignments", "E2|copied", "second_assignment"),
    ("input_outcomes", "E1|good|upsold", "outcome_before_assignment"),
    ("input_outcomes", "E1|copied|retained", "unknown_assignment"),
    ("input_customer_outcomes", "good|retained|2026-07-05 00:00:00", "date_after_as_of_date"),
    ("input_customer_outcomes", "good|retained|2026-06-06 00:00:00", "uncastable_value"),
    ("input_customer_outcomes", "nobody|retained|2026-06-05 00:00:00", "unknown_customer"),
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    raw = tmp_path_factory.mktemp("raw_with_faults")
    for name, text in RAW.items():
        (raw / f"{name}.csv").write_text(text)
    copy_settings(raw)
    project = DbtProject(tmp_path_factory.mktemp("judged"))
    project.build(
        *("--select", "+input_quality", "quarantined_records", "+models/inputs"),
        *("--indirect-selection", "cautious"),
        variables=reading(raw, nba_as_of_date="2026-06-29", nba_max_quarantine_rate=1),
    )
    return project


def test_each_bad_row_is_rejected_for_its_reason_and_no_good_row_is(judged):
    rejected = judged.query("select distinct input_name, record_key, rule from quarantined_records")
    assert set(rejected) == EXPECTED


def test_a_rejected_row_keeps_its_content_and_says_what_is_wrong(judged):
    ((detail, record),) = judged.query(
        "select detail, record from quarantined_records where record_key = 'S5'",
    )
    assert detail == 'annual_recurring_revenue_amount is "-1000.00", which is below 0'
    assert json.loads(record)["annual_recurring_revenue_amount"] == "-1000"


def test_copies_leave_one_row_and_contradictions_none(judged):
    customers = judged.query("select customer_id from input_customers order by 1")
    assert customers == [("copied",), ("good",)]


def test_raw_rows_are_accepted_and_quarantined_rows_together(judged):
    for name, raw, accepted, quarantined in judged.query(
        "select input_name, raw_row_count, accepted_row_count, quarantined_row_count "
        "from input_quality",
    ):
        ((built, kept),) = judged.query(
            f"select (select count(*) from {name}), "
            f"(select count(*) from quarantined_records where input_name = '{name}')",
        )
        assert (raw, accepted, quarantined) == (built + kept, built, kept), name
