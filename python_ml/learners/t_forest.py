"""The T-learner with a random forest for each regression."""

from python_ml.learners.base import FOREST
from python_ml.learners.t import TLearner


class TForestLearner(TLearner):
    """Uplift is the difference of two forests, one grown under the action, one under control.

    Source: Kuenzel, Sekhon, Bickel and Yu (2019), section 2.
    """

    name = "t_forest"
    base = FOREST
