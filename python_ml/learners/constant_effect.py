"""The constant effect: what every other learner has to beat."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.trial import Trial
from python_ml.learners.base import Learner, Term


class ConstantEffectLearner(Learner):
    """Gives everyone the average effect of the action, estimated doubly robustly."""

    name = "constant_effect"

    def regressions(self, trial: Trial, outcome_means: np.ndarray) -> list[Regression]:
        """None."""
        del trial, outcome_means
        return []

    def combination(
        self, trial: Trial, outcome_means: np.ndarray, training: np.ndarray
    ) -> list[Term]:
        """Nothing."""
        del trial, outcome_means, training
        return []

    def constants(
        self, trial: Trial, outcome_means: np.ndarray, training: np.ndarray
    ) -> list[float]:
        """Mean difference of doubly robust scores."""
        scores = trial.doubly_robust_scores(outcome_means)[training].mean(axis=0)
        return [float(score - scores[0]) for score in scores[1:]]
