"""The R-learner: effects that explain what outcome and propensity models leave over."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.trial import Trial
from python_ml.learners.base import Learner, Term


class RLearner(Learner):
    """Minimises the R-loss of each action against control.

    With residuals of the outcome and of the treatment, the loss is a weighted least squares
    regression of their quotient, weighted by the squared treatment residual.

    Source: Nie and Wager (2021), Quasi-oracle estimation of heterogeneous treatment effects,
    equation 4.
    """

    name = "r"

    def regressions(self, trial: Trial, outcome_means: np.ndarray) -> list[Regression]:
        """One regression of residual quotients per action."""
        regressions = []
        for action in range(1, trial.action_count + 1):
            propensity = trial.propensity_against_control(action)
            mean = propensity * outcome_means[:, action] + (1 - propensity) * outcome_means[:, 0]
            treatment_residual = (trial.action == action) - propensity
            regressions.append(
                Regression(
                    (trial.outcome - mean) / treatment_residual,
                    trial.weight * treatment_residual**2,
                    (trial.action == action) | (trial.action == 0),
                ),
            )
        return regressions

    def combination(
        self, trial: Trial, outcome_means: np.ndarray, training: np.ndarray
    ) -> list[Term]:
        """Each action's regression is its uplift."""
        del outcome_means, training
        return [Term(action, 1.0, action - 1) for action in range(1, trial.action_count + 1)]
