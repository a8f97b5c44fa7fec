"""The R-learner: effects that explain what outcome and propensity models leave over."""

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class RLearner(Learner):
    """Minimises the R-loss of each action against control.

    With residuals of the outcome and of the treatment, the loss is a weighted least squares
    regression of their quotient, weighted by the squared treatment residual.

    Source: Nie and Wager (2021), Quasi-oracle estimation of heterogeneous treatment effects,
    equation 4.
    """

    name = "r"

    def regressions(self, sample: Sample) -> list[Regression]:
        """One regression of residual quotients per action."""
        trial = sample.trial
        regressions = []
        for action in range(1, trial.action_count + 1):
            propensity = trial.propensity_against_control(action)
            mean = (
                propensity * sample.outcome_means[:, action]
                + (1 - propensity) * sample.outcome_means[:, 0]
            )
            treatment_residual = (trial.action == action) - propensity
            regressions.append(
                Regression(
                    (trial.outcome - mean) / treatment_residual,
                    trial.weight * treatment_residual**2,
                    (trial.action == action) | (trial.action == 0),
                ),
            )
        return regressions

    def combination(self, sample: Sample) -> list[Term]:
        """Each action's regression is its uplift."""
        trial = sample.trial
        return [Term(action, 1.0, action - 1) for action in range(1, trial.action_count + 1)]
