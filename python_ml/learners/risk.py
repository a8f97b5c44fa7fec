"""The risk learner: the effect as a straight line over the expected outcome."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import NUISANCE_ROUNDS
from python_ml.learners.base import Learner, Term


class RiskLearner(Learner):
    """Fits two numbers per action: how the effect changes with what is to be expected anyway.

    One model predicts the outcome whatever the action; doubly robust scores are regressed on what
    it predicts for units it has not seen. With so little to fit it finds effects that are
    proportional to the outcome in trials too small for the other learners.

    Source: risk modelling of Kent et al. (2020), The predictive approaches to treatment effect
    heterogeneity (PATH) statement, with doubly robust scores.
    """

    name = "risk"
    # As for the outcome means that the slopes are fitted on.
    usual_tuning = NUISANCE_ROUNDS

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of the outcome on the features."""
        trial = sample.trial
        everyone = np.ones(len(trial.action), dtype=bool)
        return [Regression(trial.outcome, trial.weight, everyone)]

    def combination(self, sample: Sample) -> list[Term]:
        """The slope of each action times the predicted outcome."""
        slopes = _lines(sample)[1]
        return [Term(action, slope, 0) for action, slope in enumerate(slopes, start=1)]

    def constants(self, sample: Sample) -> list[float]:
        """The intercept of each action."""
        return _lines(sample)[0]


def _lines(sample):
    """Intercepts and slopes, k each."""
    trial, training = sample.trial, sample.training
    expected = (trial.propensity[training] * sample.outcome_means[training]).sum(axis=1)
    scores = trial.doubly_robust_scores(sample.outcome_means)[training]
    design = np.stack([np.ones(len(expected)), expected], axis=1)
    coefficients = np.linalg.lstsq(design, scores[:, 1:] - scores[:, :1], rcond=None)[0]
    return [float(value) for value in coefficients[0]], [float(v) for v in coefficients[1]]
