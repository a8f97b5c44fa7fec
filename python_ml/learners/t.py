"""The T-learner: one model of the outcome per action."""

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class TLearner(Learner):
    """Uplift is the difference of two models, one fitted under the action, one under control.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), section 2.
    """

    name = "t"

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of the outcome per action, control first."""
        trial = sample.trial
        return [
            Regression(trial.outcome, trial.weight, trial.action == action)
            for action in range(trial.action_count + 1)
        ]

    def combination(self, sample: Sample) -> list[Term]:
        """The action's model less the model of control."""
        trial = sample.trial
        return [
            Term(action, sign, regression)
            for action in range(1, trial.action_count + 1)
            for sign, regression in ((1.0, action), (-1.0, 0))
        ]
