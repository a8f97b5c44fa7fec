"""The mean of the meta-learners: what is noise in one of them cancels out in part."""

from dataclasses import replace

from python_ml.estimation.regression import Regression
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner, Term
from python_ml.learners.dr import DRLearner
from python_ml.learners.r import RLearner
from python_ml.learners.s import SLearner
from python_ml.learners.t import TLearner
from python_ml.learners.x import XLearner

MEMBERS = (SLearner, TLearner, XLearner, RLearner, DRLearner)


class MeanLearner(Learner):
    """Averages the uplift of the S-, T-, X-, R- and DR-learner with equal weights.

    Source: equal weights as the simplest case of causal stacking, Han and Wu (2022), Ensemble
    methods for estimating individualized treatment effects.
    """

    name = "mean"
    members = tuple(member.name for member in MEMBERS)

    def regressions(self, sample: Sample) -> list[Regression]:
        """The regressions of all members."""
        return [regression for member in MEMBERS for regression in member().regressions(sample)]

    def combination(self, sample: Sample) -> list[Term]:
        """Each member's terms, divided by the number of members."""
        terms, first = [], 0
        for member in MEMBERS:
            own = member().combination(sample)
            terms += [
                replace(
                    term,
                    coefficient=term.coefficient / len(MEMBERS),
                    regression=first + term.regression,
                )
                for term in own
            ]
            first += 1 + max(term.regression for term in own)
        return terms
