"""What a learner is fitted on."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from python_ml.estimation.trial import Trial


@dataclass(frozen=True)
class Sample:
    """Some units of a trial, and what is expected of them under each action.

    Attributes:
        trial: Trial of n units.
        outcome_means: (n, k + 1) from models that have not seen the unit; those of units outside
            `training` are not read.
        training: (n,) bool: units to learn from.
        validation_folds: folds within `training` that decide when to stop; none where the number
            of trees is given.
    """

    trial: Trial
    outcome_means: np.ndarray
    training: np.ndarray
    validation_folds: Iterable[int] = ()
