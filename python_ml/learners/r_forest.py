"""The R-learner with a random forest for each regression."""

from python_ml.learners.base import FOREST
from python_ml.learners.r import RLearner


class RForestLearner(RLearner):
    """Minimises the R-loss of each action against control over forests.

    Source: Nie and Wager (2021), equation 4; the weights are those of the causal forest of Athey,
    Tibshirani and Wager (2019), section 6, whose leaves regress residuals on residuals.
    """

    name = "r_forest"
    base = FOREST
