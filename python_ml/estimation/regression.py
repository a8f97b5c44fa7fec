"""One regression of a learner: what is fitted to what, and with how many trees."""

from dataclasses import dataclass

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import NUISANCE_ROUNDS


@dataclass(frozen=True)
class Regression:
    """One booster to be fitted by weighted least squares."""

    target: np.ndarray  # (n,)
    weight: np.ndarray  # (n,)
    rows: np.ndarray  # (n,) bool: units it is about
    with_action: bool = False  # whether the action is among the features


def fit_booster(
    regression: Regression,
    sample: Sample,
    *,
    seed: int,
    rounds: int | None,
    parameters: dict | None,
) -> bytes:
    """Fit one booster, with the number of trees that serves units it has not seen best.

    Each validation fold is held out once; the number of trees is where the sum of the losses over
    them is least, and the booster is fitted again on all rows.

    Args:
        regression: Regression over n units.
        sample: Sample of n units, whose validation folds are held out.
        seed: int.
        rounds: number of trees; None to find it.
        parameters: dict that overrides `boosting.PARAMETERS`, or None.

    Returns:
        bytes: the booster.
    """
    rows = regression.rows & sample.training
    settings = {"seed": seed, "parameters": parameters}
    if rounds is None:
        rounds = _best_rounds(regression, sample, rows, settings)
    return boosting.train(
        _matrix(regression, sample.trial),
        np.flatnonzero(rows),
        regression.target,
        regression.weight,
        rounds=rounds,
        **settings,
    ).booster


def _best_rounds(regression, sample, rows, settings):
    trial = sample.trial
    curves, sizes = [], []
    for held_out in sample.validation_folds:
        validating = np.flatnonzero(rows & (trial.fold == held_out))
        training = np.flatnonzero(rows & (trial.fold != held_out))
        if len(validating) and len(training):
            trained = boosting.train(
                _matrix(regression, trial),
                training,
                regression.target,
                regression.weight,
                validation_rows=validating,
                **settings,
            )
            # The validation loss is a root mean square.
            curves.append(trained.validation_losses**2)
            sizes.append(regression.weight[validating].sum())
    if not curves:
        return NUISANCE_ROUNDS
    shortest = min(len(curve) for curve in curves)
    total = sum(size * curve[:shortest] for size, curve in zip(sizes, curves, strict=True))
    return boosting.best_rounds(total)


def _matrix(regression, trial):
    return trial.matrix_with_action if regression.with_action else trial.matrix
