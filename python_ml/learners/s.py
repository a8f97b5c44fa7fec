"""The S-learner: one model of the outcome with the action among its features."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class SLearner(Learner):
    """Uplift is the difference that the action makes to a single model's prediction.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), Metalearners for estimating heterogeneous
    treatment effects, section 2.
    """

    name = "s"

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of the outcome on features and action."""
        trial = sample.trial
        everyone = np.ones(len(trial.action), dtype=bool)
        return [Regression(trial.outcome, trial.weight, everyone, with_action=True)]

    def combination(self, sample: Sample) -> list[Term]:
        """Prediction under the action less prediction under control."""
        trial = sample.trial
        return [
            Term(action, sign, 0, as_if)
            for action in range(1, trial.action_count + 1)
            for sign, as_if in ((1.0, action), (-1.0, 0))
        ]
