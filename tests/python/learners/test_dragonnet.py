import sys

import numpy as np
import pytest

from python_ml.estimation import dragonnet
from python_ml.learners import load_learner, make_learner
from python_ml.learners.dragonnet import _inputs, _moments

COUNT = 1_500


def draw(seed=0):
    """Three arms, assigned by x0; action 1 helps where x0 is high, action 2 where x1 is missing."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(COUNT, 4)).astype(np.float32)
    X[rng.random(COUNT) < 0.3, 1] = np.nan
    # One is the same for all.
    X[:, 3] = 7
    odds = np.exp(np.stack([0 * X[:, 0], 0.5 * X[:, 0], -0.5 * X[:, 0]], axis=1))
    propensity = odds / odds.sum(axis=1, keepdims=True)
    action = (rng.random(COUNT)[:, None] > propensity.cumsum(axis=1)).sum(axis=1)
    effects = np.stack([0 * X[:, 0], X[:, 0] > 0, -1.0 * np.isnan(X[:, 1])], axis=1)
    mean = X[:, 2] + effects[np.arange(COUNT), action]
    return X, action, mean + 0.5 * rng.normal(size=COUNT), effects[:, 1:]


@pytest.fixture(scope="module")
def fitted():
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install torch")
    X, action, outcome, _ = draw()
    return make_learner("dragonnet", 1).fit(X, action, outcome)


@pytest.fixture
def network():
    """A network with all its weights drawn, and units to ask it about."""
    rng = np.random.default_rng(3)
    arrays = dragonnet._initial(5, 3, 8, rng)
    return [rng.normal(size=array.shape) for array in arrays], rng.normal(size=(20, 5))


def test_without_pytorch_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError, match=r"needs PyTorch\. Install it with `pip install torch`"):
        make_learner("dragonnet")


def test_gradients_are_those_of_the_effects(network):
    weights, X = network
    step = 1e-6
    for action in (1, 2):
        gradients = dragonnet.effect_gradients(weights, X, action)
        for column in range(5):
            ahead, behind = X.copy(), X.copy()
            ahead[:, column] += step
            behind[:, column] -= step
            means = [dragonnet.outcome_means(weights, each) for each in (ahead, behind)]
            effects = [mean[:, action] - mean[:, 0] for mean in means]
            expected = (effects[0] - effects[1]) / (2 * step)
            np.testing.assert_allclose(gradients[:, column], expected, rtol=1e-4, atol=1e-4)


def test_a_missing_feature_is_its_mean_and_says_so():
    X = np.array([[1, 5, np.nan], [3, np.nan, np.nan], [2, 5, np.nan]], dtype=np.float32)
    inputs = _inputs(X, *_moments(X))
    assert inputs.shape == (3, 6)
    np.testing.assert_allclose(inputs[:, 0], [-1.2247449, 1.2247449, 0], atol=1e-6)
    # The same wherever it is known, and never known.
    np.testing.assert_array_equal(inputs[:, [1, 2, 3, 5]], 0)
    np.testing.assert_allclose(inputs[:, 4], [-0.7071068, 1.4142136, -0.7071068], atol=1e-6)


def test_known_effects_of_each_action_are_found_however_it_was_assigned(fitted):
    X, _, _, effects = draw(seed=1)
    uplift = fitted.predict(X)
    assert uplift.shape == effects.shape
    for column in range(2):
        assert np.corrcoef(uplift[:, column], effects[:, column])[0, 1] > 0.8
    np.testing.assert_allclose(uplift.mean(axis=0), effects.mean(axis=0), atol=0.15)


def test_the_network_explains_itself(fitted):
    X = draw(seed=1)[0][:300]
    for action, feature in ((1, 0), (2, 1)):
        shares = fitted.contributions(X, action)
        assert shares.shape == (300, 5)
        np.testing.assert_allclose(shares.sum(axis=1), fitted.predict(X)[:, action - 1], atol=1e-12)
        assert np.abs(shares[:, :-1]).mean(axis=0).argmax() == feature
        # What is the same for all is so but for the error of an integral.
        assert np.ptp(shares[:, -1]) < 0.01
        np.testing.assert_array_equal(shares[:, 3], 0)


def test_the_same_data_give_the_same_network_which_is_stored_as_it_is(fitted):
    X, action, outcome, _ = draw()
    again = make_learner("dragonnet", 1, tuning=fitted.tuning).fit(X, action, outcome)
    assert again.to_bytes() == fitted.to_bytes()
    other = make_learner("dragonnet", 2, tuning=1).fit(X, action, outcome)
    assert other.tuning == [1]
    assert other.to_bytes() != fitted.to_bytes()
    restored = load_learner(fitted.to_bytes())
    np.testing.assert_array_equal(restored.predict(X), fitted.predict(X))
    assert restored.to_bytes() == fitted.to_bytes()


def test_outcomes_in_another_unit_have_the_same_effects(fitted):
    X, action, outcome, _ = draw()
    other = make_learner("dragonnet", 1, tuning=fitted.tuning).fit(X, action, 1024 * outcome + 512)
    np.testing.assert_allclose(other.predict(X) / 1024, fitted.predict(X), atol=1e-3)


def test_what_is_missing_altogether_is_predicted_and_wrong_use_refused(fitted):
    assert np.isfinite(fitted.predict(np.full((2, 4), np.nan))).all()
    assert fitted.predict(np.empty((0, 4))).shape == (0, 2)
    assert fitted.contributions(np.empty((0, 4)), 1).shape == (0, 5)
    with pytest.raises(ValueError, match="was fitted on 4 columns"):
        fitted.predict(np.zeros((1, 3)))
    with pytest.raises(ValueError, match="Call fit first"):
        make_learner("dragonnet").predict(np.zeros((1, 4)))
