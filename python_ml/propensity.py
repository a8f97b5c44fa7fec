"""The propensity model: how likely an action is to succeed with a customer.

It predicts success, not effect: a customer who would have stayed anyway counts as a success too.
"""

import json

import numpy as np
import pyarrow as pa
from scipy.optimize import minimize
from scipy.special import expit

from python_ml.artefacts import SCHEMA as ARTEFACT_SCHEMA
from python_ml.artefacts import artefact
from python_ml.boosting import (
    OBJECTIVES,
    PARAMETERS,
    QuantisedMatrix,
    predict_margin,
    threads_for,
)
from python_ml.boosting import train as train_booster
from python_ml.feature_encoding import encode, encoded_names, learn_encoding

MODEL_NAME = "propensity"
# Below this, an action's successes say more about chance than about customers.
MINIMUM_ROWS_PER_ACTION = 50
# With fewer, no model could be judged by customers it has not seen.
MINIMUM_FOLDS = 2

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
SCORE_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "success_probability": pa.float64(),
        "model_version": pa.string(),
    },
)


def learnable_actions(action_ids, was_successful):
    """Actions with enough rows, and both successes and failures, to learn from.

    Args:
        action_ids: (n,) text array.
        was_successful: (n,) bool array.

    Returns:
        list of str, sorted.
    """
    learnable = []
    for action in np.unique(action_ids):
        outcomes = was_successful[action_ids == action]
        if len(outcomes) >= MINIMUM_ROWS_PER_ACTION and 0 < outcomes.sum() < len(outcomes):
            learnable.append(str(action))
    return learnable


def predict_out_of_fold(rows, features, *, seed):
    """Predict every training row by a model that has not seen its customer.

    For each fold one booster is trained on the other folds; the next fold is held out of that
    training to decide when to stop. Margins become probabilities by Platt's calibration, fitted on
    the out-of-fold margins of the other folds only.

    Args:
        rows: pyarrow.Table of n training rows: training_row_id, action_id, was_successful, fold
            and the features.
        features: list of (name, type) of the features.
        seed: int.

    Returns:
        pyarrow.Table: n' rows of `OUT_OF_FOLD_SCHEMA`, those of actions that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows, actions = _learnable_rows(rows)
    folds = rows.column("fold").to_numpy()
    labels = _labels(rows)
    if not actions:
        return OUT_OF_FOLD_SCHEMA.empty_table()
    matrix = QuantisedMatrix(_training_matrix(rows, learn_encoding(rows, features), actions))
    margins = np.empty(rows.num_rows)
    tree_counts = np.empty(rows.num_rows, dtype=np.int32)
    present = np.unique(folds)
    for fold, next_fold in zip(present, np.roll(present, -1), strict=True):
        scored = folds == fold
        booster, count = _train_for_fold(matrix, labels, scored, folds == next_fold, seed=seed)
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


def train(rows, out_of_fold, features, *, seed):
    """Train the model that scores customers, on all rows.

    Args:
        rows: pyarrow.Table as for `predict_out_of_fold`, with as_of_date.
        out_of_fold: result of `predict_out_of_fold`: it gives the number of trees and the
            calibration.
        features: list of (name, type) of the features.
        seed: int.

    Returns:
        pyarrow.Table: one row of `ARTEFACT_SCHEMA`; none if there is nothing to learn from.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows, actions = _learnable_rows(rows)
    if not actions:
        return ARTEFACT_SCHEMA.empty_table()
    encoding = learn_encoding(rows, features)
    rounds = max(1, round(np.median(np.unique(out_of_fold.column("tree_count").to_numpy()))))
    slope, intercept = fit_platt(out_of_fold.column("margin").to_numpy(), _labels(out_of_fold))
    booster = train_booster(
        QuantisedMatrix(_training_matrix(rows, encoding, actions)),
        np.arange(rows.num_rows),
        _labels(rows),
        seed=seed,
        loss="logistic",
        rounds=rounds,
        threads=threads_for(rows.num_rows),
    ).booster
    specification = {
        "encoding": encoding,
        "actions": actions,
        "calibration": {"slope": slope, "intercept": intercept},
    }
    parameters = PARAMETERS | OBJECTIVES["logistic"] | {"rounds": rounds, "seed": seed}
    probabilities = out_of_fold.column("success_probability").to_numpy()
    row = artefact(
        MODEL_NAME,
        rows,
        features=encoded_names(encoding),
        specification=specification,
        parameters=parameters,
        metrics={"out_of_fold_log_loss": log_loss(_labels(out_of_fold), probabilities)},
        booster=booster,
    )
    return pa.Table.from_pylist([row], schema=ARTEFACT_SCHEMA)


def score(artefacts, customers):
    """Score customers with a stored model; no training data is needed.

    Args:
        artefacts: pyarrow.Table with specification, model_version and booster; one row or none.
        customers: pyarrow.Table of n customers: customer_id and the features.

    Returns:
        pyarrow.Table: n x actions rows of `SCORE_SCHEMA`; none without a model.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    if not artefacts.num_rows or not customers.num_rows:
        return SCORE_SCHEMA.empty_table()
    model = artefacts.to_pylist()[0]
    specification = json.loads(model["specification"])
    calibration = specification["calibration"]
    actions = specification["actions"]
    features = encode(customers, specification["encoding"])
    # One matrix for all actions: only its last columns, which name the action, change.
    matrix = np.concatenate(
        [features, np.zeros((len(features), len(actions)), dtype=np.float32)],
        axis=1,
    )
    scores = []
    for number, action in enumerate(actions):
        matrix[:, features.shape[1] :] = np.arange(len(actions)) == number
        margins = predict_margin(model["booster"], matrix)
        probabilities = expit(calibration["intercept"] + calibration["slope"] * margins)
        scores.append(
            pa.table(
                [
                    customers.column("customer_id"),
                    pa.repeat(action, len(features)),
                    pa.array(np.round(probabilities, 6)),
                    pa.repeat(model["model_version"], len(features)),
                ],
                schema=SCORE_SCHEMA,
            ),
        )
    return pa.concat_tables(scores)


def fit_platt(margins, labels):
    """Calibrate margins by a logistic curve (Platt, 1999, with his smoothed targets).

    Args:
        margins: (n,) log-odds from a model.
        labels: (n,) 0 or 1.

    Returns:
        (float, float): slope and intercept; (1, 0) if there is nothing to fit.
    """
    positives = labels.sum()
    negatives = len(labels) - positives
    if not positives or not negatives or np.ptp(margins) == 0:
        return 1.0, 0.0
    targets = np.where(labels == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(coefficients):
        slope, intercept = coefficients
        z = intercept + slope * margins
        residuals = expit(z) - targets
        value = np.mean(np.logaddexp(0, z) - targets * z)
        return value, np.array([np.mean(residuals * margins), np.mean(residuals)])

    slope, intercept = minimize(loss, x0=[1.0, 0.0], jac=True, method="BFGS").x
    return float(slope), float(intercept)


def log_loss(labels, probabilities):
    """Mean negative log-likelihood, probabilities kept 1e-15 away from 0 and 1.

    Args:
        labels: (n,) 0 or 1.
        probabilities: (n,) in [0, 1].

    Returns:
        float.
    """
    clipped = np.clip(probabilities, 1e-15, 1 - 1e-15)
    return float(-np.mean(labels * np.log(clipped) + (1 - labels) * np.log1p(-clipped)))


def _learnable_rows(rows):
    """The rows of actions that can be learnt, in the order of their key, and those actions."""
    rows = rows.sort_by("training_row_id")
    action_ids = rows.column("action_id").to_numpy()
    actions = learnable_actions(action_ids, _labels(rows) == 1)
    if len(rows.column("fold").unique()) < MINIMUM_FOLDS:
        actions = []
    return rows.filter(pa.array(np.isin(action_ids, actions), pa.bool_())), actions


def _training_matrix(rows, encoding, actions):
    action_ids = rows.column("action_id").to_numpy()
    indicators = (action_ids[:, None] == np.array(actions, dtype=object)).astype(np.float32)
    return np.concatenate([encode(rows, encoding), indicators], axis=1)


def _labels(rows):
    return rows.column("was_successful").to_numpy().astype(np.float64)


def _has_both_classes(labels):
    return 0 < labels.sum() < len(labels)
