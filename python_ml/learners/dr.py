"""The DR-learner: a regression of doubly robust scores."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.trial import Trial
from python_ml.learners.base import Learner, Term


class DRLearner(Learner):
    """Regresses the difference of doubly robust scores under the action and under control.

    Source: Kennedy (2023), Towards optimal doubly robust estimation of heterogeneous causal
    effects, algorithm 1.
    """

    name = "dr"

    def regressions(self, trial: Trial, outcome_means: np.ndarray) -> list[Regression]:
        """One regression of score differences per action, over all units."""
        scores = trial.doubly_robust_scores(outcome_means)
        everyone = np.ones(len(trial.action), dtype=bool)
        return [
            Regression(scores[:, action] - scores[:, 0], np.ones(len(scores)), everyone)
            for action in range(1, trial.action_count + 1)
        ]

    def combination(
        self, trial: Trial, outcome_means: np.ndarray, training: np.ndarray
    ) -> list[Term]:
        """Each action's regression is its uplift."""
        del outcome_means, training
        return [Term(action, 1.0, action - 1) for action in range(1, trial.action_count + 1)]
