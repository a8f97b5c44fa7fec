"""The R-learner with a ridge regression on splines for each regression."""

from python_ml.learners.base import RIDGE
from python_ml.learners.r import RLearner


class RRidgeLearner(RLearner):
    """Minimises the R-loss of each action against control over lines that bend at few knots.

    Source: Nie and Wager (2021), equation 4, who show it with penalised regressions.
    """

    name = "r_ridge"
    base = RIDGE
