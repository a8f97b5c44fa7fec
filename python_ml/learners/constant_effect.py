"""The constant effect: what every other learner has to beat."""

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class ConstantEffectLearner(Learner):
    """Gives everyone the average effect of the action, estimated doubly robustly."""

    name = "constant_effect"

    def regressions(self, sample: Sample) -> list[Regression]:
        """None."""
        del sample
        return []

    def combination(self, sample: Sample) -> list[Term]:
        """Nothing."""
        del sample
        return []

    def constants(self, sample: Sample) -> list[float]:
        """Mean difference of doubly robust scores."""
        trial = sample.trial
        scores = trial.doubly_robust_scores(sample.outcome_means)[sample.training].mean(axis=0)
        return [float(score - scores[0]) for score in scores[1:]]
