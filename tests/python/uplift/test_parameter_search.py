import numpy as np
import pytest

from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import make_trial
from python_ml.uplift.parameter_search import r_loss, search_parameters


@pytest.fixture(scope="module")
def drawn():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(3_000, 4))
    action = rng.integers(0, 2, 3_000)
    # The effect needs two features at once, which trees of depth 1 cannot see.
    effect = np.sign(X[:, 0] * X[:, 1])
    outcome = 0.3 * X[:, 2] + effect * action + 0.5 * rng.normal(size=3_000)
    return make_trial(X, action, outcome, np.full((3_000, 2), 0.5), seed=1), effect


def test_the_search_finds_the_depth_that_the_effect_needs(drawn):
    trial, _ = drawn
    grid = {"max_depth": (1, 4), "min_child_weight": (5,)}
    found, loss = search_parameters("r", trial, seed=1, grid=grid)
    assert found == {"max_depth": 4, "min_child_weight": 5}
    assert search_parameters("r", trial, seed=1, grid=grid) == (found, loss)


def test_the_r_loss_is_least_for_the_true_effect(drawn):
    trial, effect = drawn
    means = cross_fitted_outcome_means(trial, seed=1)
    true = r_loss(trial, means, effect[:, None])
    assert true < r_loss(trial, means, 0 * effect[:, None])
    assert true < r_loss(trial, means, -effect[:, None])


def test_an_empty_grid_is_refused(drawn):
    with pytest.raises(ValueError, match="The grid is empty"):
        search_parameters("r", drawn[0], seed=1, grid={})
