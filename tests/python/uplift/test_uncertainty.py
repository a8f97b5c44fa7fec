"""Standard errors of uplifts: what they hold, and that shrinking makes nobody surer."""

import numpy as np
import pytest
from scipy.stats import norm

from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import make_trial
from python_ml.learners import make_learner
from python_ml.uplift.uncertainty import (
    Reference,
    fit_errors,
    half_sample_variances,
    predict_errors,
    reference_uplift,
    uplift_errors,
)

COUNT = 1_500


def effects(X, slope):
    return np.stack([slope * np.maximum(X[:, 0], 0), 0.5 * slope * np.sin(X[:, 1])], axis=1)


def draw(slope):
    """A trial of two actions and control; effects bend with two of five features."""
    rng = np.random.default_rng(11)
    X = rng.normal(size=(COUNT, 5)).astype(np.float32)
    action = rng.integers(0, 3, COUNT)
    untreated = np.zeros((COUNT, 1))
    truth = effects(X, slope)
    outcome = (
        X[:, 2]
        + np.concatenate([untreated, truth], axis=1)[np.arange(COUNT), action]
        + rng.normal(size=COUNT)
    )
    trial = make_trial(X, action, outcome, np.full((COUNT, 3), 1 / 3), seed=1)
    return trial, cross_fitted_outcome_means(trial, seed=1), truth


@pytest.fixture(scope="module", params=[0.0, 1.0])
def judged(request):
    trial, means, truth = draw(request.param)
    return trial, means, truth, reference_uplift(trial, means, seed=1)


def holding(uplift, errors, truth):
    return np.mean(np.abs(uplift - truth) <= norm.ppf(0.975) * errors)


@pytest.mark.parametrize("name", ["constant_effect", "risk", "r_ridge", "x_forest", "r_forest"])
def test_intervals_of_every_learner_hold_the_truth(judged, name):
    trial, means, truth, reference = judged
    uplift = make_learner(name, 1).fit_trial(trial, means).predict(trial.matrix.array)
    assert holding(uplift, uplift_errors(uplift, reference), truth) > 0.88


@pytest.mark.parametrize("name", ["constant_effect", "r_ridge", "x_forest"])
def test_intervals_of_two_hundred_units_are_wide_enough(name):
    rng, held = np.random.default_rng(2), []
    for _ in range(8):
        X = rng.normal(size=(200, 4)).astype(np.float32)
        action = (np.arange(200) < 60).astype(int)
        outcome = (rng.random(200) < 0.4 + 0.3 * (X[:, 0] > 0)).astype(float)
        trial = make_trial(X, action, outcome, np.tile([0.7, 0.3], (200, 1)), seed=1)
        means = cross_fitted_outcome_means(trial, seed=1)
        uplift = make_learner(name, 1).fit_trial(trial, means).predict(X)
        errors = uplift_errors(uplift, reference_uplift(trial, means, seed=1))
        held.append(holding(uplift, errors, np.zeros((200, 1))))
    assert np.mean(held) > 0.9


def test_half_samples_of_the_learner_itself_would_not_hold_it():
    trial, means, truth = draw(1.0)
    learner = make_learner("constant_effect", 1).fit_trial(trial, means)
    uplift = learner.predict(trial.matrix.array)
    noise = half_sample_variances(learner, uplift, trial, means, seed=1)
    assert holding(uplift, np.sqrt(noise), truth) < 0.5


def test_what_differs_from_the_reference_by_noise_has_its_noise_and_else_the_difference():
    noise = np.array([[1.0], [3.0]])
    reference = Reference(np.array([[0.0], [0.0]]), noise)
    near = uplift_errors(np.array([[1.0], [1.0]]), reference)
    np.testing.assert_allclose(near, np.sqrt(noise))
    far = uplift_errors(np.array([[3.0], [-3.0]]), reference)
    np.testing.assert_allclose(far, np.sqrt(noise + 9 - 2))


def test_noise_is_what_another_trial_would_change():
    rng = np.random.default_rng(3)
    uplifts, noises = [], []
    X = rng.normal(size=(COUNT, 3)).astype(np.float32)
    for _ in range(8):
        action = rng.integers(0, 2, COUNT)
        outcome = X[:, 1] + action * X[:, 0] + rng.normal(size=COUNT)
        trial = make_trial(X, action, outcome, np.full((COUNT, 2), 0.5), seed=1)
        means = np.stack([X[:, 1], X[:, 1] + X[:, 0]], axis=1).astype(float)
        reference = reference_uplift(trial, means, seed=1)
        uplifts.append(reference.uplift)
        noises.append(reference.noise)
    assert np.mean(noises) == pytest.approx(np.var(uplifts, axis=0, ddof=1).mean(), rel=0.35)


def test_errors_are_predicted_for_units_that_were_not_in_the_trial(judged):
    trial, _, _, reference = judged
    errors = uplift_errors(reference.uplift, reference)
    boosters = fit_errors(trial, errors, seed=1)
    others = np.random.default_rng(5).normal(size=(400, 5)).astype(np.float32)
    predicted = predict_errors(boosters, others)
    assert predicted.shape == (400, 2)
    np.testing.assert_allclose(predicted.mean(axis=0), errors.mean(axis=0), rtol=0.15)


def test_errors_do_not_depend_on_chance_but_by_the_seed(judged):
    trial, means, _, reference = judged
    again = reference_uplift(trial, means, seed=1)
    np.testing.assert_array_equal(again.noise, reference.noise)
    assert not np.array_equal(reference_uplift(trial, means, seed=2).noise, reference.noise)
