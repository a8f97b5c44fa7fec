"""How far the intervals of new units' uplifts reach to either side."""

import numpy as np
from scipy.stats import norm

from python_ml.estimation.trial import Trial
from python_ml.learners import Learner
from python_ml.uplift.uncertainty import Reference, fit_errors, predict_errors, uplift_errors

LEVEL = 0.95


def interval_margins(
    learner: Learner, trial: Trial, reference: Reference, X_new: np.ndarray, *, seed: int
) -> np.ndarray:
    """Half-widths of the intervals at `LEVEL`, as the project computes them.

    Args:
        learner: fitted on the trial.
        trial: Trial of n units and k actions.
        reference: of the trial.
        X_new: (m, p) features of new units.
        seed: int.

    Returns:
        (m, k) float64, in units of the outcome.
    """
    errors = uplift_errors(learner.predict(trial.matrix.array), reference)
    spread = predict_errors(fit_errors(trial, errors, seed=seed), X_new)
    return norm.ppf((1 + LEVEL) / 2) * spread
