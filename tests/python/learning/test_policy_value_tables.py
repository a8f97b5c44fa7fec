"""What policies are worth on the demo, beside the truth of its simulation."""

import pytest

POLICIES = {
    *("auto", "business_as_usual", "propensity_v1", "uplift_v2", "policy_tree", "do_nothing"),
}


def rows_by_key(demo, query):
    return {row[:3]: row[3:] for row in demo.query(query)}


@pytest.fixture(scope="module")
def impact(demo):
    return rows_by_key(
        demo,
        "select policy, goal, measure, value, lower, upper, true_value, is_covered "
        "from oracle_business_impact",
    )


def test_experiments_judge_every_policy_by_every_estimator(demo):
    assert demo.query(
        "select count(distinct policy), count(distinct estimator), count(distinct outcome), "
        "count(*), count(value) from policy_value where evidence = 'experiments'"
    ) == [(6, 7, 8, 6 * 7 * 8, 6 * 7 * 8)]
    assert {policy for (policy,) in demo.query("select distinct policy from policy_value")} == (
        POLICIES
    )


def test_intervals_of_retention_hold_the_truth(impact):
    # One in twenty may miss, by little.
    missed = []
    for policy in POLICIES:
        value, lower, upper, truth, is_covered = impact[policy, "retention", "success_rate"]
        if not is_covered:
            missed.append(max(lower - truth, truth - upper) / (upper - lower))
        assert 0 < value < 1
        assert impact[policy, "all", "cost_per_customer"][0] >= 0
    assert len(missed) <= 1
    assert all(share < 0.1 for share in missed)


def test_policies_agree_with_the_trial_on_their_weights(demo):
    for mean, largest, matched, units in demo.query(
        "select mean_weight, maximum_weight, matched_unit_count, unit_count from policy_value "
        "where evidence = 'experiments' and estimator = 'ips' and outcome = 'retention'"
    ):
        assert mean == pytest.approx(1, abs=0.15)
        assert largest > 1
        assert 0 < matched < units


def test_bootstrap_and_asymptotic_intervals_are_alike(demo):
    ((ratio,),) = demo.query(
        "select median((bootstrap_upper - bootstrap_lower) / (upper - lower)) from policy_value "
        "where evidence = 'experiments' and estimator in ('ips', 'snips', 'dr') and upper > lower"
    )
    assert ratio == pytest.approx(1, abs=0.15)


def test_paired_differences_are_those_of_the_values_and_change_sign_with_the_pair(demo):
    assert demo.query(
        "select count(*) from policy_value_differences as pairs "
        "join policy_value as own using (evidence, policy, estimator, outcome) "
        "join policy_value as other on other.evidence = own.evidence "
        "and other.policy = pairs.reference_policy and other.estimator = own.estimator "
        "and other.outcome = own.outcome "
        "where abs(pairs.difference - (own.value - other.value)) "
        "> 1e-6 * (1 + abs(own.value))"
    ) == [(0,)]
    assert demo.query(
        "select count(*) from policy_value_differences as pairs "
        "join policy_value_differences as mirrored on mirrored.policy = pairs.reference_policy "
        "and mirrored.reference_policy = pairs.policy and mirrored.outcome = pairs.outcome "
        "and mirrored.estimator = pairs.estimator "
        "where abs(pairs.difference + mirrored.difference) > 1e-6 * (1 + abs(pairs.difference))"
    ) == [(0,)]


def test_uplift_retains_most_and_wastes_least_and_propensity_lies_between(impact):
    def true(policy, goal, measure):
        return impact[policy, goal, measure][3]

    order = ["business_as_usual", "propensity_v1", "uplift_v2", "oracle"]
    retained = [true(policy, "retention", "success_rate") for policy in order]
    assert retained == sorted(retained)
    wasted = [true(policy, "all", "wasted_spend_amount") for policy in order]
    assert wasted == sorted(wasted, reverse=True)
    assert wasted[2] <= 0.6 * wasted[0]
    # Of what the oracle retains more than the rules, at least half.
    assert retained[2] - retained[0] > 0.5 * (retained[3] - retained[0])


def test_every_measure_is_computed_for_every_policy(demo):
    assert demo.query(
        "select policy, count(distinct measure), count(*) from business_impact "
        "where policy <> 'do_nothing' and policy <> 'thompson_sampling' group by 1 order by 1"
    ) == [
        (policy, 10, 14)
        for policy in ("auto", "business_as_usual", "policy_tree", "propensity_v1", "uplift_v2")
    ]


def test_nothing_is_due_right_after_training_and_thresholds_are_proposed(demo):
    assert demo.query("select bool_or(is_due), count(*) from retraining_advice") == [(False, 4)]
    proposals = demo.query(
        "select variable_name, current_value, proposed_value from segment_threshold_proposals "
        "order by 1"
    )
    assert [row[0] for row in proposals] == [
        *("nba_high_engagement_score", "nba_high_risk_probability"),
        *("nba_high_value_amount", "nba_low_risk_probability"),
    ]
    assert all(proposed is not None for _, _, proposed in proposals)


def test_the_first_build_logs_every_policy_once(demo):
    assert demo.query(
        "select max(batch_number), count(*) = 6 * count(distinct customer_id), "
        "count(*) filter (is_live) = count(distinct customer_id) from decision_log"
    ) == [(1, True, True)]
