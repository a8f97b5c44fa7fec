import numpy as np

from python_ml.simulator import policies
from python_ml.simulator.experiment import STRATA


def test_arms_are_balanced_within_every_stratum(company):
    experiment = company.experiment
    for code in range(len(STRATA)):
        arms = np.bincount(experiment.arm[experiment.stratum == code], minlength=2)
        assert abs(arms[0] - arms[1]) <= 1
        assert arms.sum() > 0


def test_arms_do_not_differ_in_what_was_known_before(company):
    customers, experiment = company.customers, company.experiment
    for trait in ("health", "engagement", "price_sensitivity", "revenue", "is_dormant"):
        values = getattr(customers, trait)[experiment.customer].astype(float)
        means = [values[experiment.arm == arm].mean() for arm in range(2)]
        error = values.std() * np.sqrt(4 / len(values))
        assert abs(means[0] - means[1]) < 4 * error, trait


def test_logged_probability_is_that_of_the_chosen_action(company):
    experiment = company.experiment
    actions = company.arm_actions[experiment.customer, experiment.arm]
    table = policies.exploring_probabilities(actions, company.eligible[experiment.customer])
    chosen = np.take_along_axis(table, experiment.action[:, None], axis=1)[:, 0]
    assert np.array_equal(chosen, experiment.action_probability)


def test_actions_are_chosen_as_often_as_logged(company):
    experiment = company.experiment
    policy = company.arm_actions[experiment.customer, experiment.arm]
    table = policies.exploring_probabilities(policy, company.eligible[experiment.customer])
    for action in range(5):
        expected = table[:, action].sum()
        variance = (table[:, action] * (1 - table[:, action])).sum()
        assert abs((experiment.action == action).sum() - expected) < 4 * np.sqrt(variance)


def test_inverse_probability_weights_average_to_one(company):
    # The weighted share of any action that was open to all is 1 if the probabilities are right.
    experiment = company.experiment
    for action in range(4):
        weight = (experiment.action == action) / experiment.action_probability
        assert abs(weight.mean() - 1) < 4 * weight.std() / np.sqrt(len(weight))


def test_membership_is_independent_of_the_traits(company):
    customers = company.customers
    for trait in ("health", "engagement", "support_pain", "onboarding_gap"):
        correlation = np.corrcoef(getattr(customers, trait), customers.in_experiment)[0, 1]
        assert abs(correlation) < 4 / np.sqrt(customers.count), trait


def test_upsold_customers_are_retained_and_lost_ones_bring_no_revenue(company):
    outcomes = company.outcomes
    assert not (outcomes.upsold & ~outcomes.retained).any()
    assert (outcomes.revenue[~outcomes.retained] == 0).all()
    assert (outcomes.revenue[outcomes.retained] > 0).all()
    assert abs(outcomes.has_nps.mean() - 0.4) < 0.03


def test_retention_follows_the_true_probability(company, truth):
    experiment = company.experiment
    probability = truth.retained[experiment.customer, experiment.action]
    error = np.sqrt((probability * (1 - probability)).sum())
    assert abs(company.outcomes.retained.sum() - probability.sum()) < 4 * error
