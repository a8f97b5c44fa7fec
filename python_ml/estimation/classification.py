"""Boosted probabilities of a yes or no, calibrated on rows that the booster has not seen."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from python_ml.estimation.boosting import (
    OBJECTIVES,
    PARAMETERS,
    QuantisedMatrix,
    predict_margin,
    threads_for,
    train,
)
from python_ml.estimation.probability_calibration import fit_platt

ROUNDS_WITHOUT_VALIDATION = 50


@dataclass(frozen=True)
class OutOfFold:
    """Predictions of n rows by boosters that have not seen their fold.

    Attributes:
        margins: (n,) log-odds before calibration.
        probabilities: (n,) calibrated on the margins of the other folds.
        tree_counts: (n,) int32, trees of the booster that predicted the row.
    """

    margins: np.ndarray
    probabilities: np.ndarray
    tree_counts: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """A booster of all rows, and the calibration of its margins.

    Attributes:
        booster: bytes.
        slope: of the calibration.
        intercept: of the calibration.
        parameters: dict of what it was trained with.
    """

    booster: bytes
    slope: float
    intercept: float
    parameters: dict


def predict_out_of_fold(
    matrix: QuantisedMatrix,
    labels: np.ndarray,
    folds: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    seed: int,
) -> OutOfFold:
    """Predict every row by a booster that has not seen its fold.

    For each fold one booster is trained on the other folds; the next fold is held out of that
    training to decide when to stop. Margins become probabilities by Platt's calibration, fitted on
    the out-of-fold margins of the other folds only.

    Args:
        matrix: QuantisedMatrix of n rows.
        labels: (n,) 0 or 1.
        folds: (n,) int.
        weights: (n,) weights, or None for 1.
        seed: fixes the sampling of rows and columns.

    Returns:
        OutOfFold.
    """
    weights = np.ones(len(labels)) if weights is None else weights
    margins = np.empty(len(labels))
    tree_counts = np.empty(len(labels), dtype=np.int32)
    present = np.unique(folds)
    for fold, next_fold in zip(present, np.roll(present, -1), strict=True):
        scored = folds == fold
        booster, count = _train_for_fold(
            matrix, labels, weights, scored, folds == next_fold, seed=seed
        )
        margins[scored] = predict_margin(booster, matrix.array[scored]) if booster else 0.0
        tree_counts[scored] = count
    probabilities = np.empty(len(labels))
    for fold in present:
        scored = folds == fold
        slope, intercept = fit_platt(margins[~scored], labels[~scored], weights[~scored])
        probabilities[scored] = expit(intercept + slope * margins[scored])
    return OutOfFold(margins, probabilities, tree_counts)


def fit_classifier(
    matrix: QuantisedMatrix,
    labels: np.ndarray,
    weights: np.ndarray | None = None,
    *,
    margins: np.ndarray,
    tree_counts: np.ndarray,
    seed: int,
) -> Classifier:
    """Train on all rows what scores others.

    Args:
        matrix: QuantisedMatrix of n rows.
        labels: (n,) 0 or 1.
        weights: (n,) weights, or None for 1.
        margins: (n,) out-of-fold log-odds, which the calibration is fitted on.
        tree_counts: (n,) trees of the boosters that predicted them; their median is used.
        seed: fixes the sampling of rows and columns.

    Returns:
        Classifier.
    """
    rounds = max(1, round(np.median(np.unique(tree_counts))))
    slope, intercept = fit_platt(margins, labels, weights)
    booster = train(
        matrix,
        np.arange(len(labels)),
        labels,
        weights,
        seed=seed,
        loss="logistic",
        rounds=rounds,
        threads=threads_for(len(labels)),
    ).booster
    used = PARAMETERS | OBJECTIVES["logistic"]
    return Classifier(booster, slope, intercept, used | {"rounds": rounds, "seed": seed})


def _train_for_fold(matrix, labels, weights, scored, validating, *, seed):
    """A booster that has not seen the scored rows; None if nothing is left to train on."""
    training = ~scored & ~validating
    if not _has_both_classes(labels[training]) or not _has_both_classes(labels[validating]):
        training, validating = ~scored, np.zeros_like(scored)
    if not _has_both_classes(labels[training]):
        return None, 0
    trained = train(
        matrix,
        np.flatnonzero(training),
        labels,
        weights,
        seed=seed,
        loss="logistic",
        threads=threads_for(training.sum()),
        **(
            {"validation_rows": np.flatnonzero(validating)}
            if validating.any()
            else {"rounds": ROUNDS_WITHOUT_VALIDATION}
        ),
    )
    return trained.booster, trained.rounds


def _has_both_classes(labels):
    return 0 < labels.sum() < len(labels)
