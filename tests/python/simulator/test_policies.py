import numpy as np

from python_ml.simulator import catalogue, policies
from python_ml.simulator.catalogue import CALL, DO_NOTHING, EMAIL, UPSELL


def test_probabilities_over_the_actions_sum_to_one(company):
    for arm in range(2):
        table = policies.exploring_probabilities(company.arm_actions[:, arm], company.eligible)
        np.testing.assert_allclose(table.sum(axis=1), 1.0, atol=1e-12)
        assert (table[~company.eligible] == 0).all()
        assert (table[company.eligible] > 0).all()


def test_policies_choose_only_eligible_actions(company):
    for arm in range(2):
        assert np.take_along_axis(company.eligible, company.arm_actions[:, [arm]], axis=1).all()


def test_upsell_is_open_up_to_a_churn_score_of_one_half():
    eligible = policies.eligible_actions(np.array([0.5, 0.501]))
    assert eligible[:, UPSELL].tolist() == [True, False]
    assert np.delete(eligible, UPSELL, axis=1).all()


def test_rules_follow_the_segments_on_their_boundaries():
    actions = policies.business_as_usual(
        churn_probability=np.array([0.61, 0.61, 0.60, 0.19, 0.19, 0.20, 0.19]),
        lifetime_value=np.array([50_001, 50_000, 60_000, 60_000, 60_000, 60_000, 50_000]),
        seat_utilisation=np.array([0.1, 0.1, 0.9, 0.6, 0.59, 0.9, 0.9]),
    )
    assert actions.tolist() == [CALL, EMAIL, DO_NOTHING, UPSELL] + 3 * [DO_NOTHING]


def test_propensity_policy_keeps_its_budget(company):
    spend = catalogue.UNIT_COSTS[company.arm_actions[:, 1]].mean()
    assert spend > 0.8 * policies.PROPENSITY_SPEND_PER_CUSTOMER
    assert spend <= policies.PROPENSITY_SPEND_PER_CUSTOMER
