"""The X-learner: models of the effects imputed for treated and for untreated units."""

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term


class XLearner(Learner):
    """Treated units are compared with their predicted outcome under control, untreated ones with
    their predicted outcome under the action; the two models of these effects are averaged.

    The average weighs the model of the untreated by the share of treated units, which is the
    propensity where assignment does not depend on features.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), section 2, with cross-fitted outcome models.
    """  # noqa: D205

    name = "x"

    def regressions(self, sample: Sample) -> list[Regression]:
        """For each action, imputed effects of the treated and of the untreated."""
        trial = sample.trial
        untreated = trial.action == 0
        regressions = []
        for action in range(1, trial.action_count + 1):
            imputed_for_treated = trial.outcome - sample.outcome_means[:, 0]
            imputed_for_untreated = sample.outcome_means[:, action] - trial.outcome
            regressions += [
                Regression(imputed_for_treated, trial.weight, trial.action == action),
                Regression(imputed_for_untreated, trial.weight, untreated),
            ]
        return regressions

    def combination(self, sample: Sample) -> list[Term]:
        """Average of the two models of each action."""
        trial = sample.trial
        terms = []
        for action in range(1, trial.action_count + 1):
            treated_share = trial.propensity_against_control(action)[sample.training].mean()
            first = 2 * (action - 1)
            terms += [
                Term(action, float(1 - treated_share), first),
                Term(action, float(treated_share), first + 1),
            ]
        return terms
