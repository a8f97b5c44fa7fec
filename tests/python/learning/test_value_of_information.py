import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from python_ml.learning.value_of_information import (
    BetaPrior,
    Stakes,
    persuasion_trials,
    value_of_perfect_information,
    value_of_sample_information,
)

PRIOR = BetaPrior(1.0, 19.0)
STAKES = Stakes(
    np.array([40_000.0, 25_000.0, 10_000.0, 0.0]), np.array([1_000.0, 1_500.0, 2_000.0, 50.0])
)
priors = st.builds(BetaPrior, st.floats(0.05, 50), st.floats(0.05, 200))
amounts = st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e5)), min_size=1, max_size=6).map(
    lambda rows: Stakes(*np.array(rows).T)
)


def simulated(trials, draws=400_000):
    """The same by simulation: draw a rate, then a sample, then decide by the posterior mean."""
    rng = np.random.default_rng(0)
    rate = rng.beta(PRIOR.successes, PRIOR.failures, draws)
    shown = rng.binomial(trials, rate)
    decided_by = (PRIOR.successes + shown) / (PRIOR.successes + PRIOR.failures + trials)
    acts = np.multiply.outer(decided_by, STAKES.value) > STAKES.outlay
    earned = (acts * (np.multiply.outer(rate, STAKES.value) - STAKES.outlay)).sum(axis=1)
    return earned.mean() - STAKES.gain(np.array([PRIOR.mean]))[0], earned.std() / draws**0.5


@pytest.mark.parametrize("trials", [5, 40, 300])
def test_the_value_of_a_sample_is_what_simulated_decisions_gain_by_it(trials):
    expected, error = simulated(trials)
    assert value_of_sample_information(PRIOR, trials, STAKES) == pytest.approx(
        expected, abs=4 * error
    )


def test_the_value_of_knowing_is_what_simulated_decisions_gain_by_the_truth():
    rate = np.random.default_rng(1).beta(PRIOR.successes, PRIOR.failures, 400_000)
    informed = STAKES.gain(rate)
    expected = informed.mean() - STAKES.gain(np.array([PRIOR.mean]))[0]
    error = informed.std() / len(rate) ** 0.5
    assert value_of_perfect_information(PRIOR, STAKES) == pytest.approx(expected, abs=4 * error)


@settings(deadline=None)
@given(priors, amounts, st.integers(0, 200), st.integers(0, 200))
def test_more_observations_are_never_worth_less_and_never_more_than_the_truth(
    prior, stakes, some, more
):
    fewer = value_of_sample_information(prior, some, stakes)
    larger = value_of_sample_information(prior, some + more, stakes)
    perfect = value_of_perfect_information(prior, stakes)
    rounding = 1e-7 * (1 + stakes.value.sum() + stakes.outlay.sum())
    assert fewer <= larger + rounding
    assert larger <= perfect + rounding


def test_a_sample_that_no_decision_can_depend_on_is_worth_nothing():
    certain = Stakes(np.array([1_000.0]), np.array([0.0]))
    hopeless = Stakes(np.array([1_000.0]), np.array([5_000.0]))
    for stakes in (certain, hopeless):
        assert value_of_sample_information(PRIOR, 100, stakes) == pytest.approx(0, abs=1e-6)
        assert value_of_perfect_information(PRIOR, stakes) == pytest.approx(0, abs=1e-6)


def test_an_experiment_is_worth_the_direct_observations_of_the_same_variance():
    rng = np.random.default_rng(2)
    count, rate, baseline = 2_000, 0.2, 0.5
    treated = rng.binomial(count, baseline + rate * (1 - baseline), 40_000)
    control = rng.binomial(count, baseline, 40_000)
    estimate = (treated - control) / count / (1 - baseline)
    trials = persuasion_trials(count, rate, baseline)
    assert rate * (1 - rate) / trials == pytest.approx(estimate.var(), rel=0.03)


def test_where_everybody_reaches_the_goal_nothing_can_be_seen():
    assert persuasion_trials(1_000, 0.1, 1.0) == 0
    assert value_of_sample_information(PRIOR, 0.9, STAKES) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("parameters", [(0.0, 10.0), (1.0, 0.0), (-1.0, 5.0)])
def test_a_prior_without_doubt_is_refused(parameters):
    with pytest.raises(ValueError, match="persuasion rate above 0"):
        BetaPrior(*parameters)
