"""Cross-fitting: every prediction comes from models that have not seen the unit."""

from dataclasses import dataclass

import numpy as np

from python_ml import boosting
from python_ml.trial import NUISANCE_ROUNDS


@dataclass(frozen=True)
class Regression:
    """One booster to be fitted by weighted least squares."""

    target: np.ndarray  # (n,)
    weight: np.ndarray  # (n,)
    rows: np.ndarray  # (n,) bool: units it is about
    with_action: bool = False  # whether the action is among the features


def cross_fitted_outcome_means(trial, *, seed, without=None):
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
    for held_out, predicted in zip(held_outs, boosting.in_parallel(jobs), strict=True):
        rows = trial.fold == held_out
        means[rows] = predicted[rows]
    return means


def outcome_means(trial, left_out, *, seed):
    """Outcome of each unit under each action, by one model per action.

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
        booster = boosting.train(
            trial.matrix,
            np.flatnonzero(training & (trial.action == action)),
            trial.outcome,
            trial.weight,
            seed=seed + action,
            rounds=NUISANCE_ROUNDS,
        ).booster
        margins = boosting.predict_margin(booster, trial.matrix.array[~training])
        predicted[~training, action] = np.clip(margins, lowest, highest)
    return predicted


def outcome_means_for_each_fold(trial, *, seed):
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
    for (f, g), predicted in zip(pairs, boosting.in_parallel(jobs), strict=True):
        means[f][trial.fold == g] = predicted[trial.fold == g]
        means[g][trial.fold == f] = predicted[trial.fold == f]
    return means


def out_of_fold_uplift(learners, trial, *, seed):
    """Uplift of each unit by learners that know nothing of its fold's outcomes.

    Args:
        learners: dict of name -> function without arguments that makes the learner.
        trial: Trial of n units.
        seed: int.

    Returns:
        dict: name -> (n, k) float64.
    """
    folds = np.unique(trial.fold)
    means = outcome_means_for_each_fold(trial, seed=seed)
    # A mean of learners that are all there needs no fits of its own.
    members = {name: make().members for name, make in learners.items()}
    averages = {name: own for name, own in members.items() if own and {*own} <= {*learners}}
    fitted, jobs = [], []
    for position, fold in enumerate(folds):
        training = trial.fold != fold
        neighbours = {folds[position - 1], folds[(position + 1) % len(folds)]}
        for name in [name for name in learners if name not in averages]:
            learner = learners[name]()
            own_jobs = learner.jobs(trial, means[fold], training, sorted(neighbours))
            fitted.append((name, fold, learner, len(own_jobs)))
            jobs += own_jobs
    results = boosting.in_parallel(jobs)
    uplift = {name: np.empty((len(trial.action), trial.action_count)) for name in learners}
    for name, fold, learner, job_count in fitted:
        learner.assemble(trial, means[fold], trial.fold != fold, results[:job_count])
        results = results[job_count:]
        uplift[name][trial.fold == fold] = learner.predict(trial.matrix.array[trial.fold == fold])
    for name, own in averages.items():
        uplift[name] = np.mean([uplift[member] for member in own], axis=0)
    return uplift


def fit_booster(regression, trial, training, validation_folds, *, seed, rounds, parameters):
    """Fit one booster, with the number of trees that serves units it has not seen best.

    Each validation fold is held out once; the number of trees is where the sum of the losses over
    them is least, and the booster is fitted again on all rows.

    Args:
        regression: Regression over n units.
        trial: Trial of n units.
        training: (n,) bool: units to learn from.
        validation_folds: folds to hold out.
        seed: int.
        rounds: number of trees; None to find it.
        parameters: dict that overrides `boosting.PARAMETERS`, or None.

    Returns:
        bytes: the booster.
    """
    rows = regression.rows & training
    settings = {"seed": seed, "parameters": parameters}
    if rounds is None:
        rounds = _best_rounds(regression, trial, rows, validation_folds, settings)
    return boosting.train(
        _matrix(regression, trial),
        np.flatnonzero(rows),
        regression.target,
        regression.weight,
        rounds=rounds,
        **settings,
    ).booster


def _best_rounds(regression, trial, rows, validation_folds, settings):
    curves, sizes = [], []
    for held_out in validation_folds:
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
