import numpy as np

from python_ml.simulator import usage


def test_usage_shows_engagement_onboarding_and_dormancy(company):
    customers, weekly = company.customers, company.usage
    awake = ~customers.is_dormant
    utilisation = usage.recent_seat_utilisation(customers, weekly)
    features = weekly["features"].mean(axis=1)
    assert np.corrcoef(utilisation[awake], customers.engagement[awake])[0, 1] > 0.8
    assert np.corrcoef(features[awake], customers.onboarding_gap[awake])[0, 1] < -0.6
    assert utilisation[~awake].mean() < 0.1


def test_trend_shows_in_the_weeks_before_the_decision(company):
    customers, sessions = company.customers, company.usage["sessions"]
    last = usage.last_week_known(customers)[:, None]
    recent = np.take_along_axis(sessions, last - np.arange(4), axis=1).sum(axis=1)
    earlier = np.take_along_axis(sessions, last - np.arange(4, 8), axis=1).sum(axis=1)
    busy = earlier > 100
    growth = recent[busy] / earlier[busy] - 1
    assert np.corrcoef(growth, customers.trend[busy])[0, 1] > 0.6


def test_counts_are_possible(company):
    customers, weekly = company.customers, company.usage
    assert (weekly["active_users"] <= customers.seats[:, None]).all()
    assert (weekly["features"] <= weekly["sessions"]).all()
    assert min(counts.min() for counts in weekly.values()) == 0


def test_the_week_of_the_assignment_is_not_known_at_the_assignment(company):
    last = usage.last_week_known(company.customers)
    assert set(last[company.customers.in_experiment]) == {7}
    assert set(last[~company.customers.in_experiment]) == {11}
