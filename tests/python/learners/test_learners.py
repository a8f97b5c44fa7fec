import sys

import numpy as np
import pytest

from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import (
    cross_fitted_outcome_means,
    outcome_means_for_each_fold,
)
from python_ml.estimation.trial import MINIMUM_UNITS_PER_ACTION, estimate_propensity, make_trial
from python_ml.learners import LEARNERS, load_learner, make_learner

COUNT = 6_000
# The effects drawn below do not follow the expected outcome, which is all that risk can see.
HETEROGENEOUS = [name for name in LEARNERS if name not in {"constant_effect", "risk"}]


def draw(seed=0, count=COUNT, *, binary=False):
    """Three arms; action 1 helps where x0 is high, action 2 where x1 is low."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(count, 5)).astype(np.float32)
    propensity = np.tile([0.4, 0.35, 0.25], (count, 1))
    action = (rng.random(count)[:, None] > propensity.cumsum(axis=1)).sum(axis=1)
    effects = np.stack([np.zeros(count), 0.25 * (X[:, 0] > 0), -0.15 * np.sign(X[:, 1])], axis=1)
    mean = 0.45 + 0.1 * np.tanh(X[:, 2]) + effects[np.arange(count), action]
    outcome = rng.random(count) < mean if binary else mean + 0.3 * rng.normal(size=count)
    return X, action, outcome.astype(float), propensity, effects[:, 1:]


@pytest.fixture(scope="module")
def sample():
    return draw()


@pytest.fixture(scope="module")
def trial(sample):
    X, action, outcome, propensity, _ = sample
    return make_trial(X, action, outcome, propensity, seed=1)


@pytest.fixture(scope="module")
def fitted(sample):
    X, action, outcome, propensity, _ = sample
    return {name: make_learner(name, 1).fit(X, action, outcome, propensity) for name in LEARNERS}


def correlation(a, b):
    return np.corrcoef(a, b)[0, 1]


@pytest.mark.parametrize("name", HETEROGENEOUS)
def test_known_effects_of_each_action_are_found(fitted, name):
    X, _, _, _, effects = draw(seed=1)
    uplift = fitted[name].predict(X)
    assert uplift.shape == effects.shape
    lowest = 0.6 if name == "class_transformation" else 0.85
    for action in range(2):
        assert correlation(uplift[:, action], effects[:, action]) > lowest
    np.testing.assert_allclose(uplift.mean(axis=0), effects.mean(axis=0), atol=0.04)


@pytest.mark.parametrize("name", ["s", "t", "x", "r", "dr", "mean"])
def test_yes_no_outcomes_and_estimated_propensities_will_do(name):
    X, action, outcome, _, effects = draw(seed=2, count=12_000, binary=True)
    uplift = make_learner(name, 1).fit(X, action, outcome).predict(X)
    for column in range(2):
        assert correlation(uplift[:, column], effects[:, column]) > 0.6


def test_the_constant_effect_is_the_difference_that_randomisation_shows(fitted, sample):
    X, action, outcome, _, _ = sample
    uplift = fitted["constant_effect"].predict(X)
    assert (uplift == uplift[0]).all()
    for code in (1, 2):
        difference = outcome[action == code].mean() - outcome[action == 0].mean()
        assert uplift[0, code - 1] == pytest.approx(difference, abs=0.02)


def test_doubly_robust_scores_are_those_of_the_formula(trial):
    means = np.tile([0.3, 0.5, 0.2], (COUNT, 1))
    scores = trial.doubly_robust_scores(means)
    for unit in (0, 1, 2):
        for action in range(3):
            expected = means[unit, action]
            if trial.action[unit] == action:
                expected += (trial.outcome[unit] - expected) / trial.propensity[unit, action]
            assert scores[unit, action] == pytest.approx(expected)


def test_draws_that_depend_on_hidden_facts_are_corrected_by_the_logged_probability():
    rng = np.random.default_rng(3)
    count = 20_000
    X, hidden = rng.normal(size=(count, 3)), rng.random(count) < 0.5
    logged_of_treatment = np.where(hidden, 0.8, 0.2)
    action = (rng.random(count) < logged_of_treatment).astype(int)
    outcome = 1.0 * hidden + 0.1 * action + 0.1 * rng.normal(size=count)
    logged = np.where(action == 1, logged_of_treatment, 1 - logged_of_treatment)
    learner = make_learner("constant_effect")
    naive = learner.fit_trial(make_trial(X, action, outcome)).predict(X[:1])[0, 0]
    corrected = learner.fit_trial(make_trial(X, action, outcome, logged=logged)).predict(X[:1])
    assert naive > 0.5
    assert corrected[0, 0] == pytest.approx(0.1, abs=0.03)


def test_estimated_propensities_follow_the_features():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(4_000, 2))
    chance = np.where(X[:, 0] > 0, 0.8, 0.3)
    action = (rng.random(4_000) < chance).astype(int)
    trial = make_trial(X, action, rng.normal(size=4_000))
    assert correlation(trial.propensity[:, 1], chance) > 0.9
    np.testing.assert_allclose(trial.propensity.sum(axis=1), 1)
    again = estimate_propensity(trial.matrix, action, trial.fold, seed=0)
    np.testing.assert_array_equal(again, trial.propensity)


@pytest.mark.parametrize("name", LEARNERS)
def test_stored_and_restored_a_learner_predicts_the_same(fitted, sample, name):
    restored = load_learner(fitted[name].to_bytes())
    np.testing.assert_array_equal(restored.predict(sample[0]), fitted[name].predict(sample[0]))
    assert restored.to_bytes() == fitted[name].to_bytes()


@pytest.mark.parametrize("name", LEARNERS)
def test_the_same_data_give_the_same_learner(sample, fitted, name):
    X, action, outcome, propensity, _ = sample
    again = make_learner(name, 1).fit(X, action, outcome, propensity)
    assert again.to_bytes() == fitted[name].to_bytes()


@pytest.mark.parametrize("name", LEARNERS)
def test_contributions_add_up_to_the_uplift(fitted, sample, name):
    X = sample[0][:200]
    uplift = fitted[name].predict(X)
    for action in (1, 2):
        shares = fitted[name].contributions(X, action)
        assert shares.shape == (200, 6)
        np.testing.assert_allclose(shares.sum(axis=1), uplift[:, action - 1], atol=2e-5)


def test_the_feature_that_moderates_an_effect_contributes_most(fitted, sample):
    for action, feature in ((1, 0), (2, 1)):
        shares = np.abs(fitted["mean"].contributions(sample[0], action)[:, :-1]).mean(axis=0)
        assert shares.argmax() == feature


def test_missing_features_are_predicted(fitted):
    nothing = np.full((2, 5), np.nan)
    for learner in fitted.values():
        assert np.isfinite(learner.predict(nothing)).all()


def test_the_mean_is_that_of_its_members_and_fits_nothing_of_its_own(trial):
    members = ("s", "t", "x", "r", "dr")
    makers = {name: lambda name=name: make_learner(name, 1, tuning=5) for name in members}
    uplift = out_of_fold_uplift(makers | {"mean": lambda: make_learner("mean", 1)}, trial, seed=1)
    expected = np.mean([uplift[name] for name in members], axis=0)
    np.testing.assert_array_equal(uplift["mean"], expected)


def test_risk_finds_effects_that_are_proportional_to_the_outcome():
    rng = np.random.default_rng(8)
    X = rng.normal(size=(8_000, 3))
    baseline = 1 / (1 + np.exp(1 - X[:, 0]))
    action = rng.integers(0, 2, 8_000)
    outcome = rng.random(8_000) < baseline * (1 + 0.3 * action)
    learner = make_learner("risk", 1).fit(X, action, outcome, np.full((8_000, 2), 0.5))
    assert correlation(learner.predict(X)[:, 0], 0.3 * baseline) > 0.9
    assert learner.predict(X).mean() == pytest.approx(0.3 * baseline.mean(), abs=0.03)


def test_the_causal_forest_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "econml.grf", None)
    with pytest.raises(ImportError, match="needs EconML"):
        make_learner("causal_forest")


def test_the_causal_forest_predicts_is_stored_and_explains(sample):
    pytest.importorskip("econml", reason="EconML is not installed: pip install econml")
    X, action, outcome, propensity, effects = (array[:2_000] for array in sample)
    learner = make_learner("causal_forest", 1).fit(X, action, outcome, propensity)
    uplift = learner.predict(X)
    for column in range(2):
        assert correlation(uplift[:, column], effects[:, column]) > 0.7
        shares = learner.contributions(X, column + 1)
        np.testing.assert_allclose(shares.sum(axis=1), uplift[:, column], atol=1e-6)
    restored = load_learner(learner.to_bytes())
    np.testing.assert_allclose(restored.predict(X), uplift, atol=1e-12)


def test_a_fold_s_own_outcomes_change_nothing_in_its_uplift(trial):
    makers = {name: lambda name=name: make_learner(name, 1) for name in LEARNERS}
    before = out_of_fold_uplift(makers, trial, seed=1)
    own = trial.fold == 2
    outcome = np.where(own, trial.outcome[::-1] + 5, trial.outcome)
    turned = make_trial(
        trial.matrix.array, trial.action, outcome, trial.propensity, fold=trial.fold
    )
    after = out_of_fold_uplift(makers, turned, seed=1)
    for name in LEARNERS:
        np.testing.assert_array_equal(before[name][own], after[name][own])
        assert not np.array_equal(before[name][~own], after[name][~own])


def test_outcome_means_know_neither_their_unit_s_fold_nor_the_one_left_out(trial):
    means = outcome_means_for_each_fold(trial, seed=1)
    alone = cross_fitted_outcome_means(trial, seed=1, without=3)
    np.testing.assert_array_equal(means[3], alone)
    assert np.isnan(alone[trial.fold == 3]).all()
    assert np.isfinite(alone[trial.fold != 3]).all()


def spoiled(**changes):
    X, action, outcome, propensity, _ = draw(count=600)
    data = {"X": X, "action": action, "outcome": outcome, "propensity": propensity}
    return data | {name: change(data[name]) for name, change in changes.items()}


def rare(action):
    return np.where((action == 2) & (np.arange(len(action)) > 60), 0, action)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (spoiled(outcome=lambda y: y[:-1]), "differ in length"),
        (spoiled(outcome=lambda y: y * 0 + 1), "outcome is 1 for every unit"),
        (spoiled(outcome=lambda y: np.where(y > 0.5, np.nan, y)), "missing or infinite"),
        (spoiled(action=lambda a: a - 1), "whole numbers"),
        (spoiled(action=lambda a: a + 0.5), "whole numbers"),
        (spoiled(action=lambda a: a * 0), "Only control is there"),
        (spoiled(action=rare), f"at least {MINIMUM_UNITS_PER_ACTION} are needed"),
        (spoiled(action=lambda a: np.where(a == 1, 2, a)), "Action 1 has 0 units"),
        (spoiled(propensity=lambda p: p[:, :2]), "has shape"),
        (spoiled(propensity=lambda p: np.tile([0.0, 0.5, 0.5], (len(p), 1))), "is 0, 1 or missing"),
        (spoiled(propensity=lambda p: p * 0.9), "do not add up to 1"),
        (spoiled(X=lambda X: X * np.nan), "Every feature is missing"),
        (spoiled(X=lambda X: X + np.inf), "infinite values"),
        (spoiled(X=lambda X: X[:, :0]), "Every feature is missing|at least one feature"),
    ],
)
def test_a_trial_that_cannot_be_learnt_from_is_refused(data, sentence):
    with pytest.raises(ValueError, match=sentence):
        make_learner("t").fit(**data)


@pytest.mark.parametrize(
    ("fold", "sentence"),
    [(np.zeros(600, dtype=int), "needs 2 or more"), (None, "Without fold 0 no unit has action 2")],
)
def test_folds_that_leave_nothing_to_learn_from_are_refused(fold, sentence):
    data = spoiled()
    if fold is None:
        fold = np.where(data["action"] == 2, 0, np.arange(600) % 3)
    with pytest.raises(ValueError, match=sentence):
        make_trial(**data, fold=fold)


def test_a_logged_probability_of_0_is_refused():
    data = spoiled()
    with pytest.raises(ValueError, match="not between 0 and 1"):
        make_trial(data["X"], data["action"], data["outcome"], logged=np.zeros(600))


def test_wrong_use_of_a_learner_is_refused(fitted):
    with pytest.raises(ValueError, match="There is no learner 'z'"):
        make_learner("z")
    with pytest.raises(ValueError, match="Call fit first"):
        make_learner("t").predict(np.zeros((1, 5)))
    with pytest.raises(ValueError, match="was fitted on 5 columns"):
        fitted["t"].predict(np.zeros((1, 4)))
