import numpy as np
import pytest

from python_ml.estimation import ridge
from python_ml.estimation.boosting import QuantisedMatrix
from python_ml.estimation.trial import random_folds


def fit(X, target, weight=None, rows=None):
    everyone = np.ones(len(X), dtype=bool)
    line, _ = ridge.fit_rows(
        QuantisedMatrix(X),
        everyone if rows is None else rows,
        target,
        np.ones(len(X)) if weight is None else weight,
        random_folds(len(X), seed=1),
    )
    return line


def features(count, width=4):
    return np.random.default_rng(1).normal(size=(count, width))


def test_a_straight_line_is_found_in_few_units():
    X = features(100, width=20)
    truth = 5 + 3 * X[:, 0] - 2 * X[:, 1]
    line = fit(X, truth + np.random.default_rng(2).normal(size=100))
    assert np.sqrt(np.mean((line.predict(X) - truth) ** 2)) < 0.2 * truth.std()


def test_a_line_bends_where_it_has_to():
    X = features(2_000)
    line = fit(X, np.abs(X[:, 0]))
    assert np.corrcoef(line.predict(X), np.abs(X[:, 0]))[0, 1] > 0.95


def test_noise_is_left_alone():
    X = features(500, width=20)
    noise = 7 + np.random.default_rng(2).normal(size=500)
    predicted = fit(X, noise).predict(X)
    assert predicted.std() < 0.2
    assert predicted.mean() == pytest.approx(noise.mean())


def test_contributions_add_up_and_are_those_of_the_features_that_matter():
    X = features(1_000)
    X[::3, 1] = np.nan
    target = 2 * X[:, 0] + np.isnan(X[:, 1])
    line = fit(X, target)
    shares = line.contributions(X)
    assert shares.sum(axis=1) == pytest.approx(line.predict(X))
    spread = shares.std(axis=0)
    assert spread[:2].min() > 20 * spread[2:].max()
    assert shares[:, :-1].mean(axis=0) == pytest.approx(0, abs=1e-6)


def test_single_extreme_values_pull_nothing():
    X = features(500)
    target = X[:, 0] + np.random.default_rng(2).normal(size=500)
    extreme = X.copy()
    extreme[0, 0] = 1e9
    apart = fit(extreme, target).predict(X) - fit(X, target).predict(X)
    assert np.abs(apart).max() < 0.1 * target.std()


def test_weights_count_units():
    X = features(300)
    target = X[:, 0] + np.random.default_rng(2).normal(size=300)
    weight = np.where(X[:, 1] > 0, 1.0, 0.0)
    assert fit(X, target, weight).mean == pytest.approx(target[weight > 0].mean())


def test_a_stored_line_predicts_the_same():
    X = features(300)
    X[:50, 2] = np.nan
    line = fit(X, X[:, 0] ** 2)
    assert (ridge.predict(line.to_bytes(), X) == line.predict(X)).all()
    assert (ridge.contributions(line.to_bytes(), X) == line.contributions(X)).all()


def test_features_that_say_nothing_take_no_part():
    X = features(200)
    X[:, 1], X[:, 2] = 3.0, np.nan
    line = fit(X, X[:, 0])
    assert np.isfinite(line.predict(X)).all()
    assert (line.contributions(X)[:, 1:3] == 0).all()


def test_other_columns_than_those_it_was_fitted_on_are_an_error():
    with pytest.raises(ValueError, match="3 columns, the line was fitted on 4"):
        fit(features(100), features(100)[:, 0]).predict(features(10, width=3))
