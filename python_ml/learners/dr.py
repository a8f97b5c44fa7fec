"""The DR-learner: a regression of doubly robust scores."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class DRLearner(Learner):
    """Regresses the difference of doubly robust scores under the action and under control.

    Source: Kennedy (2023), Towards optimal doubly robust estimation of heterogeneous causal
    effects, algorithm 1.
    """

    name = "dr"

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of score differences per action, over all units."""
        trial = sample.trial
        scores = trial.doubly_robust_scores(sample.outcome_means)
        everyone = np.ones(len(trial.action), dtype=bool)
        return [
            Regression(scores[:, action] - scores[:, 0], np.ones(len(scores)), everyone)
            for action in range(1, trial.action_count + 1)
        ]

    def combination(self, sample: Sample) -> list[Term]:
        """Each action's regression is its uplift."""
        trial = sample.trial
        return [Term(action, 1.0, action - 1) for action in range(1, trial.action_count + 1)]
