"""One regression of a learner: what is fitted to what, and with how many trees."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import NUISANCE_ROUNDS, Trial


@dataclass(frozen=True)
class Regression:
    """One booster to be fitted by weighted least squares."""

    target: np.ndarray  # (n,)
    weight: np.ndarray  # (n,)
    rows: np.ndarray  # (n,) bool: units it is about
    with_action: bool = False  # whether the action is among the features


@dataclass(frozen=True)
class Fitted:
    """A regression that was fitted, and how finely."""

    booster: bytes  # or a line
    tuning: float  # what was found or given: number of trees, size of leaves, place of penalties


def fit_booster(
    regression: Regression,
    sample: Sample,
    *,
    seed: int,
    tuning: float | None,
    parameters: dict,
) -> Fitted:
    """Fit one booster, with the number of trees that serves units it has not seen best.

    Each validation fold is held out once; the number of trees is where the sum of the losses over
    them is least, and the booster is fitted again on all rows.

    Args:
        regression: Regression over n units.
        sample: Sample of n units, whose validation folds are held out.
        seed: int.
        tuning: number of trees; None to find it.
        parameters: dict that overrides `boosting.PARAMETERS`.

    Returns:
        Fitted: with the number of trees.
    """
    rows = regression.rows & sample.training
    settings = {"seed": seed, "parameters": parameters}
    rounds = _best_rounds(regression, sample, rows, settings) if tuning is None else int(tuning)
    trained = boosting.train(
        matrix_of(regression, sample.trial),
        np.flatnonzero(rows),
        regression.target,
        regression.weight,
        rounds=rounds,
        **settings,
    )
    return Fitted(trained.booster, rounds)


def _best_rounds(regression, sample, rows, settings):
    trial = sample.trial
    curves, sizes = [], []
    for training, validating in held_out_splits(sample, rows):
        trained = boosting.train(
            matrix_of(regression, trial),
            np.flatnonzero(training),
            regression.target,
            regression.weight,
            validation_rows=np.flatnonzero(validating),
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


def held_out_splits(
    sample: Sample, rows: np.ndarray, most: int | None = None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Rows to train on and rows to validate by, for each validation fold that leaves some of both.

    Args:
        sample: Sample of n units.
        rows: (n,) bool, what there is to learn from.
        most: number of the sample's validation folds to go by, or None for all.

    Yields:
        tuple: (n,) bool each.
    """
    for held_out in list(sample.validation_folds)[:most]:
        is_held_out = sample.trial.fold == held_out
        training, validating = rows & ~is_held_out, rows & is_held_out
        if training.any() and validating.any():
            yield training, validating


def matrix_of(regression: Regression, trial: Trial) -> boosting.QuantisedMatrix:
    """What a regression sees of the units: their features, and their action where it is meant to.

    Args:
        regression: Regression over n units.
        trial: Trial of n units.

    Returns:
        QuantisedMatrix: of n rows.
    """
    return trial.matrix_with_action if regression.with_action else trial.matrix
