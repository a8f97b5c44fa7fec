"""Random forests of regressions, grown by XGBoost: trees beside each other, none after another."""

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.regression import Fitted, Regression, held_out_splits, matrix_of
from python_ml.estimation.sample import Sample

# Breiman (2001), with subsamples of the size of a bootstrap sample's distinct units.
PARAMETERS = {
    "num_parallel_tree": 50,
    "eta": 1.0,
    "subsample": 0.632,
    "colsample_bytree": 1.0,
    "colsample_bynode": 0.4,
    "max_depth": 8,
    "lambda": 0.0,
}
# Units of a leaf, as a multiple of the square root of the units that a tree is grown on. The first
# is what weak signals need at any size; finer ones are for strong signals.
LEAF_SIZES = (3.0, 0.75, 0.2)
SMALLEST_LEAF = 5
TREES_TO_CHOOSE_BY = 25
FOLDS_TO_CHOOSE_BY = 2
# Finer leaves must bring the loss down by more than what chance does.
NEEDED_GAIN = 0.03


def fit_forest(
    regression: Regression,
    sample: Sample,
    *,
    seed: int,
    tuning: float | None,
    parameters: dict,
) -> Fitted:
    """Fit one forest, with leaves of the size that serves units it has not seen best.

    Args:
        regression: Regression over n units.
        sample: Sample of n units; up to `FOLDS_TO_CHOOSE_BY` of its validation folds are held out.
        seed: int.
        tuning: size of the leaves, one of `LEAF_SIZES`; None to find it.
        parameters: dict of XGBoost parameters, such as `PARAMETERS`.

    Returns:
        Fitted: with the size of the leaves.

    Source: Breiman (2001), Random forests; leaves that grow with the sample as Wager and Athey
    (2018), section 3.1, need them to.
    """
    rows = regression.rows & sample.training
    settings = parameters | {"seed": seed}
    leaf_size = _best_leaf_size(regression, sample, rows, settings) if tuning is None else tuning
    return Fitted(_grow(regression, sample, rows, leaf_size, settings), leaf_size)


def _grow(regression, sample, rows, leaf_size, settings, *, data=None):
    weight = regression.weight[rows]
    units = max(leaf_size * np.sqrt(settings["subsample"] * len(weight)), SMALLEST_LEAF)
    return boosting.train(
        matrix_of(regression, sample.trial),
        np.flatnonzero(rows),
        regression.target,
        regression.weight,
        seed=settings["seed"],
        rounds=1,
        parameters=settings | {"min_child_weight": float(units * weight.mean())},
        data=data,
    ).booster


def _best_leaf_size(regression, sample, rows, settings):
    matrix = matrix_of(regression, sample.trial)
    fewer = settings | {"num_parallel_tree": TREES_TO_CHOOSE_BY}
    splits = [
        (training, validating, _data_of(matrix, training, regression))
        for training, validating in held_out_splits(sample, rows, FOLDS_TO_CHOOSE_BY)
    ]
    losses = []
    for size in LEAF_SIZES:
        losses.append(0.0)
        for training, validating, data in splits:
            booster = _grow(regression, sample, training, size, fewer, data=data)
            predicted = boosting.predict_margin(booster, matrix.array[validating])
            error = regression.target[validating] - predicted
            losses[-1] += float(regression.weight[validating] @ error**2)
        # Where leaves of this size learn noise, finer ones learn more of it.
        if losses[-1] >= min(losses[:-1], default=np.inf):
            break
    best = int(np.argmin(losses))
    return LEAF_SIZES[best if losses[best] < (1 - NEEDED_GAIN) * losses[0] else 0]


def _data_of(matrix, rows, regression):
    places = np.flatnonzero(rows)
    return matrix.rows(places, regression.target[places], regression.weight[places])
