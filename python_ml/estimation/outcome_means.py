"""Outcome of each unit under each action, by models that have not seen the unit."""

import numpy as np

from python_ml.estimation import boosting, ridge
from python_ml.estimation.trial import NUISANCE_ROUNDS, Trial


def cross_fitted_outcome_means(
    trial: Trial, *, seed: int, without: int | None = None
) -> np.ndarray:
    """Outcome of each unit under each action, by models that have not seen the unit.

    Args:
        trial: Trial of n units.
        seed: int.
        without: a fold that no model may see either, or None.

    Returns:
        (n, k + 1) float64, within the range of the outcomes seen; NaN in the fold left out.
    """
    held_outs = [fold for fold in np.unique(trial.fold) if fold != without]
    jobs = [
        lambda held_out=held_out: outcome_means(trial, {held_out, without}, seed=seed)
        for held_out in held_outs
    ]
    means = np.full(trial.propensity.shape, np.nan)
    for held_out, predicted in zip(
        held_outs, boosting.in_parallel(jobs, "Outcomes by fold"), strict=True
    ):
        rows = trial.fold == held_out
        means[rows] = predicted[rows]
    return means


def outcome_means(trial: Trial, left_out: set, *, seed: int) -> np.ndarray:
    """Outcome of each unit under each action, by one model per action.

    A model is a line and a booster of what the line leaves: what is straight is learnt from few
    units, and takes no trees.

    Args:
        trial: Trial of n units.
        left_out: set of folds that the models may not see.
        seed: int.

    Returns:
        (n, k + 1) float64; NaN outside the folds left out.
    """
    training = ~np.isin(trial.fold, [fold for fold in left_out if fold is not None])
    predicted = np.full(trial.propensity.shape, np.nan)
    lowest, highest = trial.outcome[training].min(), trial.outcome[training].max()
    for action in range(trial.action_count + 1):
        rows = training & (trial.action == action)
        line, _ = ridge.fit_rows(trial.matrix, rows, trial.outcome, trial.weight, trial.fold)
        straight = line.predict(trial.matrix.array)
        booster = boosting.train(
            trial.matrix,
            np.flatnonzero(rows),
            trial.outcome - straight,
            trial.weight,
            seed=seed + action,
            rounds=NUISANCE_ROUNDS,
        ).booster
        left = boosting.predict_margin(booster, trial.matrix.array[~training])
        predicted[~training, action] = np.clip(straight[~training] + left, lowest, highest)
    return predicted


def outcome_means_for_each_fold(trial: Trial, *, seed: int) -> dict:
    """Outcome means for learners that are to predict a fold: they know nothing of its outcomes.

    The model that leaves out folds f and g serves f's learners for the units of g and g's learners
    for the units of f, so that K folds need K (K - 1) / 2 models per action.

    Args:
        trial: Trial of n units in K folds.
        seed: int.

    Returns:
        dict: fold -> (n, k + 1) float64, NaN in the fold itself.
    """
    folds = np.unique(trial.fold)
    pairs = [(f, g) for i, f in enumerate(folds) for g in folds[i + 1 :]]
    jobs = [lambda pair=pair: outcome_means(trial, set(pair), seed=seed) for pair in pairs]
    means = {fold: np.full(trial.propensity.shape, np.nan) for fold in folds}
    for (f, g), predicted in zip(
        pairs, boosting.in_parallel(jobs, "Outcomes by pair of folds"), strict=True
    ):
        means[f][trial.fold == g] = predicted[trial.fold == g]
        means[g][trial.fold == f] = predicted[trial.fold == f]
    return means
