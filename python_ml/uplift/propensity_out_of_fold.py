"""Past actions predicted by propensity models that have not seen their customers."""

import numpy as np
import pyarrow as pa
from scipy.special import expit

from python_ml.customers.feature_encoding import learn_encoding
from python_ml.estimation.boosting import QuantisedMatrix, predict_margin, threads_for
from python_ml.estimation.boosting import train as train_booster
from python_ml.uplift.probability_calibration import fit_platt
from python_ml.uplift.propensity_rows import labels_of, learnable_rows, training_matrix
from python_ml.uplift.training_set import TrainingSet

OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "training_row_id": pa.string(),
        "action_id": pa.string(),
        "fold": pa.int32(),
        "was_successful": pa.bool_(),
        "margin": pa.float64(),
        "success_probability": pa.float64(),
        "tree_count": pa.int32(),
    },
)


def predict_out_of_fold(training_set: TrainingSet) -> pa.Table:
    """Predict every training row by a model that has not seen its customer.

    For each fold one booster is trained on the other folds; the next fold is held out of that
    training to decide when to stop. Margins become probabilities by Platt's calibration, fitted on
    the out-of-fold margins of the other folds only.

    Args:
        training_set: TrainingSet of n past actions.

    Returns:
        pyarrow.Table: n' rows of `OUT_OF_FOLD_SCHEMA`, those of actions that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows, actions = learnable_rows(training_set.rows)
    folds = rows.column("fold").to_numpy()
    labels = labels_of(rows)
    if not actions:
        return OUT_OF_FOLD_SCHEMA.empty_table()
    matrix = QuantisedMatrix(
        training_matrix(rows, learn_encoding(rows, training_set.features), actions)
    )
    margins = np.empty(rows.num_rows)
    tree_counts = np.empty(rows.num_rows, dtype=np.int32)
    present = np.unique(folds)
    for fold, next_fold in zip(present, np.roll(present, -1), strict=True):
        scored = folds == fold
        booster, count = _train_for_fold(
            matrix, labels, scored, folds == next_fold, seed=training_set.seed
        )
        margins[scored] = predict_margin(booster, matrix.array[scored]) if booster else 0.0
        tree_counts[scored] = count
    probabilities = np.empty(rows.num_rows)
    for fold in present:
        scored = folds == fold
        slope, intercept = fit_platt(margins[~scored], labels[~scored])
        probabilities[scored] = expit(intercept + slope * margins[scored])
    return pa.table(
        [
            rows.column("training_row_id"),
            rows.column("action_id"),
            pa.array(folds, pa.int32()),
            rows.column("was_successful"),
            pa.array(margins),
            pa.array(probabilities),
            pa.array(tree_counts),
        ],
        schema=OUT_OF_FOLD_SCHEMA,
    )


def _train_for_fold(matrix, labels, scored, validating, *, seed):
    """A booster that has not seen the scored rows; None if nothing is left to train on."""
    training = ~scored & ~validating
    if not _has_both_classes(labels[training]) or not _has_both_classes(labels[validating]):
        training, validating = ~scored, np.zeros_like(scored)
    if not _has_both_classes(labels[training]):
        return None, 0
    trained = train_booster(
        matrix,
        np.flatnonzero(training),
        labels,
        seed=seed,
        loss="logistic",
        threads=threads_for(training.sum()),
        **({"validation_rows": np.flatnonzero(validating)} if validating.any() else {"rounds": 50}),
    )
    return trained.booster, trained.rounds


def _has_both_classes(labels):
    return 0 < labels.sum() < len(labels)
