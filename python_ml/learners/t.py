"""The T-learner: one model of the outcome per action."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.trial import Trial
from python_ml.learners.base import Learner, Term


class TLearner(Learner):
    """Uplift is the difference of two models, one fitted under the action, one under control.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), section 2.
    """

    name = "t"

    def regressions(self, trial: Trial, outcome_means: np.ndarray) -> list[Regression]:
        """One regression of the outcome per action, control first."""
        del outcome_means
        return [
            Regression(trial.outcome, trial.weight, trial.action == action)
            for action in range(trial.action_count + 1)
        ]

    def combination(
        self, trial: Trial, outcome_means: np.ndarray, training: np.ndarray
    ) -> list[Term]:
        """The action's model less the model of control."""
        del outcome_means, training
        return [
            Term(action, sign, regression)
            for action in range(1, trial.action_count + 1)
            for sign, regression in ((1.0, action), (-1.0, 0))
        ]
