import numpy as np
import pyarrow as pa
import pytest
from off_policy_sql import estimate

LOGS = 200
UNITS = 1_000
ACTIONS = 3
Z = 1.959963984540054


def softmax(scores):
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def success(x):
    """True probability of success of each action."""
    return 1 / (1 + np.exp(-np.column_stack([x[:, 0], 0.5 - x[:, 1], x[:, 0] * x[:, 1]])))


def predicted(x):
    """A model that has the wrong shape: it knows one of the features only."""
    return np.clip(0.5 + 0.15 * np.column_stack([x[:, 0], 0.2 - 0 * x[:, 1], 0 * x[:, 0]]), 0, 1)


def behaviour(x):
    return 0.1 + 0.7 * softmax(np.column_stack([0 * x[:, 0], x[:, 1], -x[:, 0]]))


def target(x):
    """The policy that is judged: it follows the second feature."""
    return np.where(x[:, 1] > 0, 0, 1)


@pytest.fixture(scope="module")
def world():
    rng = np.random.default_rng(6)
    everybody = rng.standard_normal((2_000_000, 2))
    truth = success(everybody)[np.arange(len(everybody)), target(everybody)].mean()
    x = rng.standard_normal((LOGS * UNITS, 2))
    rows = np.arange(len(x))
    probabilities = behaviour(x)
    action = (rng.random(len(x))[:, None] > probabilities.cumsum(axis=1)).sum(axis=1)
    log = pa.table(
        {
            "log": rows // UNITS,
            "reward": (rng.random(len(x)) < success(x)[rows, action]).astype(float),
            "logged_probability": probabilities[rows, action],
            "target_probability": (action == target(x)).astype(float),
            "predicted_logged": predicted(x)[rows, action],
            "predicted_target": predicted(x)[rows, target(x)],
        }
    )
    return truth, estimate(log, keys=["log"])


def of(found, estimator):
    values = np.array([found[log, estimator] for log in range(LOGS)])
    return values[:, 0], values[:, 1]


@pytest.mark.parametrize("estimator", ["dr", "ips"])
def test_values_are_unbiased_even_with_a_wrong_model(world, estimator):
    truth, found = world
    values, _ = of(found, estimator)
    assert abs(values.mean() - truth) < 2 * values.std(ddof=1) / np.sqrt(LOGS)


def test_the_wrong_model_alone_is_biased(world):
    truth, found = world
    values, _ = of(found, "dm")
    assert abs(values.mean() - truth) > 10 * values.std(ddof=1) / np.sqrt(LOGS)


@pytest.mark.parametrize("estimator", ["dr", "snips"])
def test_intervals_of_95_percent_cover_the_truth_as_often(world, estimator):
    truth, found = world
    values, errors = of(found, estimator)
    coverage = (np.abs(values - truth) <= Z * errors).mean()
    assert 0.93 <= coverage <= 0.97


def test_the_model_makes_intervals_narrower(world):
    _, found = world
    assert of(found, "dr")[1].mean() < 0.75 * of(found, "ips")[1].mean()
