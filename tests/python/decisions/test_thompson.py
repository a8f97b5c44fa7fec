import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from python_ml.decisions.thompson_draws import (
    DRAW_SCHEMA,
    LinearPosterior,
    action_probabilities,
    draw_success_probabilities,
)

DAY = dt.date(2026, 6, 29)


def posteriors(rows):
    names = ["stratum", "action_id", "goal", "posterior_success_count", "posterior_failure_count"]
    return pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))


CELLS = [("s", "call", "retention", 30.0, 10.0), ("s", "do_nothing", "retention", 2.0, 8.0)]


def drawn(table, **changes):
    settings = {"draw_count": 4000, "as_of_date": DAY, "seed": 7} | changes
    return draw_success_probabilities(table, **settings)


def test_draws_have_the_mean_and_spread_of_the_beta_distribution():
    table = drawn(posteriors(CELLS)).to_pandas()
    assert list(table.columns) == DRAW_SCHEMA.names
    for _, action, _, success, failure in CELLS:
        values = table[table.action_id == action].success_probability
        total = success + failure
        assert values.mean() == pytest.approx(success / total, abs=0.01)
        variance = success * failure / total**2 / (total + 1)
        assert values.var() == pytest.approx(variance, rel=0.1)


def test_draws_do_not_depend_on_the_order_of_cells_but_on_the_day_and_the_seed():
    first = drawn(posteriors(CELLS), draw_count=3)
    assert first.equals(drawn(posteriors(CELLS[::-1]), draw_count=3))
    other = drawn(posteriors(CELLS), draw_count=3, as_of_date=DAY + dt.timedelta(1))
    assert not first.equals(other)
    assert not first.equals(drawn(posteriors(CELLS), draw_count=3, seed=8))


def test_without_cells_there_are_no_draws():
    assert drawn(posteriors(CELLS).slice(0, 0)).schema == DRAW_SCHEMA


def test_the_linear_posterior_is_ridge_regression_however_the_rows_arrive():
    rng = np.random.default_rng(0)
    features, reward = rng.standard_normal((200, 3)), rng.standard_normal(200)
    at_once = LinearPosterior.prior(3, ridge=2.0).updated(features, reward)
    in_parts = LinearPosterior.prior(3, ridge=2.0)
    for part in np.array_split(np.arange(200), 7):
        in_parts = in_parts.updated(features[part], reward[part])
    expected = np.linalg.solve(features.T @ features + 2 * np.eye(3), features.T @ reward)
    assert at_once.mean == pytest.approx(expected)
    assert in_parts.mean == pytest.approx(expected)


def test_draws_of_the_linear_posterior_have_its_covariance():
    rng = np.random.default_rng(1)
    features = rng.standard_normal((50, 2)) @ np.array([[1.0, 0.8], [0.0, 0.5]])
    posterior = LinearPosterior.prior(2, noise=0.5).updated(features, features[:, 0])
    draws = posterior.draw(20_000, rng)
    assert draws.mean(axis=0) == pytest.approx(posterior.mean, abs=0.005)
    expected = 0.25 * np.linalg.inv(posterior.precision)
    assert np.cov(draws.T) == pytest.approx(expected, rel=0.05, abs=1e-4)


def test_a_weight_of_two_is_the_row_twice():
    features, reward = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([1.0, 3.0])
    weighted = LinearPosterior.prior(2).updated(features, reward, weight=np.array([2.0, 1.0]))
    rows = [0, 0, 1]
    repeated = LinearPosterior.prior(2).updated(features[rows], reward[rows])
    assert weighted.precision == pytest.approx(repeated.precision)
    assert weighted.mean == pytest.approx(repeated.mean)


@pytest.mark.parametrize(
    ("features", "sentence"),
    [
        (np.ones((4, 3)), r"must be of shape \(n, 2\), not \(4, 3\)"),
        (np.full((4, 2), np.nan), "must be finite: fill or drop missing values"),
    ],
)
def test_features_that_do_not_fit_are_refused(features, sentence):
    with pytest.raises(ValueError, match=sentence):
        LinearPosterior.prior(2).updated(features, np.ones(4))


@given(st.integers(0, 10_000))
def test_probabilities_of_actions_are_shares_of_draws(seed):
    values = np.random.default_rng(seed).integers(0, 3, size=(8, 5, 4)).astype(float)
    values[:, :, 3] = -np.inf
    found = action_probabilities(values)
    assert found.sum(axis=1) == pytest.approx(np.ones(5))
    assert (found[:, 3] == 0).all()
    for customer in range(5):
        best = [int(draw[customer].argmax()) for draw in values]
        assert found[customer] == pytest.approx([best.count(a) / 8 for a in range(4)])
