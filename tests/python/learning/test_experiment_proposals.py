import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml.experiments.power import power
from python_ml.learning.experiment_proposals import PROPOSAL_SCHEMA, propose

SETTING = {
    "action_id": "call",
    "prior_success_count": 1.0,
    "prior_failure_count": 19.0,
    "baseline_probability": 0.5,
    "eligible_count": 4_000,
    "treatable_count": 2_000,
    "mean_cost_amount": 100.0,
    "mean_value_amount": 2_000.0,
    "mean_caused_value_amount": 50.0,
    "mean_recommended_value_amount": 10.0,
}
# 4,000 customers, 1,000 of a persuasion rate of 1 each: the action pays from 10% on.
STAKES = [{"action_id": "call", "value_amount": 4e6, "outlay_amount": 4e5}]
TIMES = {"confidence_level": 0.95, "window_days": 91, "lifetime_days": 364}


def proposal(stakes=STAKES, **changes):
    table = pa.Table.from_pylist([SETTING | changes])
    schema = pa.schema(
        [
            ("action_id", pa.string()),
            ("value_amount", pa.float64()),
            ("outlay_amount", pa.float64()),
        ]
    )
    (row,) = propose(table, pa.Table.from_pylist(stakes, schema=schema), **TIMES).to_pylist()
    assert list(row) == PROPOSAL_SCHEMA.names
    return row


def test_the_effect_worth_seeing_is_cost_over_value_and_is_seen_with_four_in_five_chances():
    row = proposal()
    assert row["break_even_effect"] == pytest.approx(0.05)
    arm = row["required_unit_count"] // 2
    # 1,565 an arm for 50% against 55% at 5% and 80% (Fleiss, Levin and Paik 2003, section 4.2).
    assert arm == 1_565
    assert power(0.05, arm, arm, baseline=0.5, significance_level=0.05) >= 0.8
    assert power(0.05, arm - 1, arm - 1, baseline=0.5, significance_level=0.05) < 0.8


def test_an_experiment_takes_a_window_and_longer_if_todays_customers_are_too_few():
    assert proposal()["required_weeks"] == 13
    assert proposal(eligible_count=1_565)["required_weeks"] == 26


def test_the_price_is_the_action_and_what_is_forgone():
    row = proposal(mean_recommended_value_amount=40.0)
    arm = row["unit_count"] / 2
    assert row["action_cost_amount"] == pytest.approx(100 * arm)
    assert row["forgone_value_amount"] == pytest.approx(arm * (2 * 40 - 50))
    assert proposal(mean_recommended_value_amount=0.0)["forgone_value_amount"] == 0


def test_the_size_has_the_best_balance_of_worth_and_price():
    cheap, dear = proposal(mean_cost_amount=1.0), proposal(mean_cost_amount=5_000.0)
    assert cheap["unit_count"] > dear["unit_count"]
    assert cheap["information_value_amount"] > dear["information_value_amount"]


def test_resources_limit_the_arm_that_is_treated():
    assert proposal(treatable_count=30)["largest_unit_count"] == 60
    assert proposal(treatable_count=30)["unit_count"] <= 60


def test_too_few_customers_for_any_experiment_make_no_proposal():
    row = proposal(eligible_count=5)
    assert row["unit_count"] is None
    assert row["duration_weeks"] is None
    assert row["perfect_information_value_amount"] > 0


def test_what_costs_nothing_or_can_never_pay_needs_no_number_of_units():
    assert proposal(mean_cost_amount=0.0)["required_unit_count"] is None
    assert proposal(mean_cost_amount=1_500.0)["required_unit_count"] is None
    assert proposal(mean_value_amount=0.0)["break_even_effect"] is None


def test_what_is_free_and_tells_nothing_is_proposed_all_the_same():
    row = proposal(
        baseline_probability=0.5, eligible_count=20, mean_cost_amount=0.0, prior_success_count=1.0
    )
    assert row["information_value_amount"] == row["action_cost_amount"] == 0
    assert row["unit_count"] == 20


def test_what_never_happens_by_itself_can_be_seen_all_the_same():
    row = proposal(baseline_probability=0.0)
    assert 0 < row["detectable_effect"] < proposal()["detectable_effect"]


def test_where_no_customer_is_at_stake_nothing_is_worth_knowing():
    assert proposal(stakes=[])["information_value_amount"] == 0


@settings(max_examples=30, deadline=None)
@given(
    st.floats(0.01, 0.99),
    st.integers(0, 5_000),
    st.floats(0, 1_000),
    st.floats(0.1, 30),
)
def test_a_proposal_is_never_worth_more_than_the_truth(baseline, eligible, cost, successes):
    row = proposal(
        baseline_probability=baseline,
        eligible_count=eligible,
        mean_cost_amount=cost,
        prior_success_count=successes,
    )
    worth = row["information_value_amount"] or 0.0
    assert 0 <= worth <= row["perfect_information_value_amount"] + 1.0
