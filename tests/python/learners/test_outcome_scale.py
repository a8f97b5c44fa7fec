"""What a learner finds does not depend on the unit that outcomes are counted in."""

import numpy as np
import pytest

from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import make_trial
from python_ml.learners import LEARNERS, make_learner
from python_ml.uplift.uncertainty import fit_errors, predict_errors, reference_uplift, uplift_errors

# Powers of two round nothing.
THOUSANDS, MILLIONTHS = 2.0**10, 2.0**-20


def trial_of(kind, unit=1.0, count=500):
    """A trial of two arms in which a few spend most of the money."""
    rng = np.random.default_rng(4)
    X = rng.normal(size=(count, 4)).astype(np.float32)
    action = rng.integers(0, 3, count)
    buys = rng.random(count) < 0.3 + 0.2 * (action == 1) * (X[:, 0] > 0)
    outcome = {
        "yes or no": buys.astype(float),
        "count": buys * (1.0 + rng.poisson(1.5, count)),
        "revenue": buys * np.exp(3 + X[:, 1] + 1.5 * rng.normal(size=count)),
    }[kind]
    propensity = np.full((count, 3), 1 / 3)
    return make_trial(X, action, unit * outcome, propensity, seed=1)


def uplift_of(name, trial):
    return make_learner(name, 1).fit_trial(trial).predict(trial.matrix.array)


@pytest.mark.parametrize(
    ("name", "kind", "unit"),
    [
        *((name, "revenue", MILLIONTHS) for name in LEARNERS if not LEARNERS[name].members),
        *(("x_forest", kind, THOUSANDS) for kind in ("revenue", "yes or no", "count")),
    ],
)
def test_outcomes_in_another_unit_have_the_same_effects(name, kind, unit):
    usual, other = uplift_of(name, trial_of(kind)), uplift_of(name, trial_of(kind, unit))
    np.testing.assert_allclose(other / unit, usual, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("unit", [THOUSANDS, MILLIONTHS])
def test_intervals_are_as_wide_in_any_unit(unit):
    widths = []
    for trial in (trial_of("revenue"), trial_of("revenue", unit)):
        means = cross_fitted_outcome_means(trial, seed=1)
        learner = make_learner("t", 1, tuning=20).fit_trial(trial, means)
        reference = reference_uplift(trial, means, seed=1)
        errors = uplift_errors(learner.predict(trial.matrix.array), reference)
        boosters = fit_errors(trial, errors, seed=1)
        widths.append(predict_errors(boosters, trial.matrix.array).mean(axis=0))
    # Not to the last digit: XGBoost rounds what its trees start from, by which a tie may turn.
    np.testing.assert_allclose(widths[1] / unit, widths[0], rtol=0.05)
