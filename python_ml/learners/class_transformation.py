"""Class transformation: a regression of an outcome whose mean is the effect."""

import numpy as np

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class ClassTransformationLearner(Learner):
    """Regresses y / p for the treated and -y / (1 - p) for control, each action against control.

    Source: Jaskowski and Jaroszewicz (2012), Uplift modeling for clinical trial data; for
    propensities other than one half, Athey and Imbens (2016), section 2.
    """

    name = "class_transformation"

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of transformed outcomes per action."""
        trial = sample.trial
        regressions = []
        for action in range(1, trial.action_count + 1):
            propensity = trial.propensity_against_control(action)
            is_treated = trial.action == action
            transformed = np.where(
                is_treated, trial.outcome / propensity, -trial.outcome / (1 - propensity)
            )
            rows = is_treated | (trial.action == 0)
            regressions.append(Regression(transformed, trial.weight, rows))
        return regressions

    def combination(self, sample: Sample) -> list[Term]:
        """Each action's regression is its uplift."""
        trial = sample.trial
        return [Term(action, 1.0, action - 1) for action in range(1, trial.action_count + 1)]
