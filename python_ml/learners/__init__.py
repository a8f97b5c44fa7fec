"""Uplift learners: what an action changes, for each customer."""

import json

from python_ml.learners.base import Learner
from python_ml.learners.causal_forest import CausalForestLearner
from python_ml.learners.class_transformation import ClassTransformationLearner
from python_ml.learners.constant_effect import ConstantEffectLearner
from python_ml.learners.dr import DRLearner
from python_ml.learners.dragonnet import DragonNetLearner
from python_ml.learners.mean import MeanLearner
from python_ml.learners.r import RLearner
from python_ml.learners.r_forest import RForestLearner
from python_ml.learners.r_ridge import RRidgeLearner
from python_ml.learners.risk import RiskLearner
from python_ml.learners.s import SLearner
from python_ml.learners.t import TLearner
from python_ml.learners.t_forest import TForestLearner
from python_ml.learners.x import XLearner
from python_ml.learners.x_forest import XForestLearner

# From simple to involved, by the number of boosters that score.
LEARNERS = {
    learner.name: learner
    for learner in (
        ConstantEffectLearner,
        RiskLearner,
        RRidgeLearner,
        SLearner,
        ClassTransformationLearner,
        RLearner,
        RForestLearner,
        DRLearner,
        TLearner,
        TForestLearner,
        XLearner,
        XForestLearner,
        MeanLearner,
    )
}

# Learners that need a package which is not installed with the project.
OPTIONAL_LEARNERS = {learner.name: learner for learner in (CausalForestLearner, DragonNetLearner)}


def make_learner(name: str, random_state: int = 0, **settings) -> Learner:
    """Make a learner by its name.

    Args:
        name: one of `LEARNERS` or `OPTIONAL_LEARNERS`.
        random_state: int that fixes every random choice.
        **settings: see `base.Learner`.

    Returns:
        Learner: not yet fitted.

    Raises:
        ValueError: if there is no learner of that name.
        ImportError: if the learner needs a package that is not installed.
    """
    known = LEARNERS | OPTIONAL_LEARNERS
    if name not in known:
        raise ValueError(f"There is no learner '{name}'. Choose one of {', '.join(known)}.")
    return known[name](random_state=random_state, **settings)


def make_final_learner(name: str, random_state: int = 0) -> Learner:
    """Make a learner for the model that is kept, whose trees are more than those of the race.

    Args:
        name: as in `make_learner`.
        random_state: int that fixes every random choice.

    Returns:
        Learner: not yet fitted.

    Raises:
        ValueError: if there is no learner of that name.
        ImportError: if the learner needs a package that is not installed.
    """
    base = make_learner(name).base
    return make_learner(name, random_state, parameters=base.final_parameters)


def load_learner(blob: bytes) -> Learner:
    """Restore a fitted learner.

    Args:
        blob: bytes from `Learner.to_bytes`.

    Returns:
        Learner: as it was.

    Raises:
        ValueError: if the learner's name is unknown.
    """
    stored = json.loads(bytes(blob))
    learner = make_learner(stored["learner"])
    learner.restore(stored)
    return learner
