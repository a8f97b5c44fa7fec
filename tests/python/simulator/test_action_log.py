import numpy as np

from python_ml.simulator import catalogue
from python_ml.simulator.catalogue import CALL, DO_NOTHING, EMAIL, TRAINING, UPSELL


def customers_given(company, action):
    given = np.zeros(company.customers.count, dtype=bool)
    given[company.action_log.customer[company.action_log.action == action]] = True
    return given


def test_called_customers_are_riskier_and_richer(company):
    called = customers_given(company, CALL)
    score, value = company.scores[:, 0], company.customers.lifetime_value
    assert score[called].mean() > score[~called].mean() + 0.1
    assert np.median(value[called]) > 1.2 * np.median(value[~called])


def test_each_action_went_to_its_own_kind_of_customer(company):
    customers = company.customers
    mailed, trained = customers_given(company, EMAIL), customers_given(company, TRAINING)
    offered = customers_given(company, UPSELL)
    assert customers.engagement[mailed].mean() < customers.engagement[~mailed].mean() - 0.3
    assert customers.tenure_years[trained].mean() < customers.tenure_years[~trained].mean() - 0.3
    assert customers.health[offered].mean() > customers.health[~offered].mean() + 0.3


def test_log_holds_about_eight_events_per_ten_customers_and_no_inaction(company):
    log = company.action_log
    assert abs(len(log.customer) / company.customers.count - 0.8) < 0.03
    assert not (log.action == DO_NOTHING).any()
    assert log.performed_at.min() >= catalogue.ACTION_LOG_STARTS_ON
    assert log.performed_at.max() < np.datetime64("2026-05-25")


def test_success_rates_lie_between_5_and_40_percent(company):
    log = company.action_log
    for action in (EMAIL, TRAINING, CALL, UPSELL):
        assert 0.05 < log.was_successful[log.action == action].mean() < 0.40


def test_success_ranks_sure_things_above_persuadables(company, truth):
    log = company.action_log
    mailed = log.action == EMAIL
    effect = truth.retained[:, EMAIL] - truth.retained[:, DO_NOTHING]
    customer, success = log.customer[mailed], log.was_successful[mailed]
    baseline = truth.retained[customer, DO_NOTHING]
    with_baseline = np.corrcoef(success, baseline)[0, 1]
    with_effect = np.corrcoef(success, effect[customer])[0, 1]
    assert with_baseline > with_effect
