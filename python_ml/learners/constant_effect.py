"""The constant effect: what every other learner has to beat."""

from python_ml.learners.base import Learner


class ConstantEffectLearner(Learner):
    """Gives everyone the average effect of the action, estimated doubly robustly."""

    name = "constant_effect"

    def regressions(self, trial, outcome_means):
        """None."""
        del trial, outcome_means
        return []

    def combination(self, trial, outcome_means, training):
        """Nothing."""
        del trial, outcome_means, training
        return []

    def constants(self, trial, outcome_means, training):
        """Mean difference of doubly robust scores."""
        scores = trial.doubly_robust_scores(outcome_means)[training].mean(axis=0)
        return [float(score - scores[0]) for score in scores[1:]]
