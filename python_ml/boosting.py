"""Gradient boosted trees: the one file that talks to XGBoost."""

import numpy as np
import xgboost as xgb

# Never the machine's number: sums of gradients depend on how rows are split over threads, and
# threads that wait for each other over few rows cost more than they save.
THREADS = 4
ROWS_WORTH_THREADS = 100_000
# Shallow trees and strong regularisation: signals in customer data are weak, samples are small.
PARAMETERS = {
    "objective": "binary:logistic",
    "eval_metric": "logloss",
    "tree_method": "hist",
    "max_depth": 3,
    "eta": 0.05,
    "min_child_weight": 10,
    "lambda": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
}
MAXIMUM_ROUNDS = 400
PATIENCE = 30


def train_classifier(X, y, *, seed, rounds=MAXIMUM_ROUNDS, validation=None):
    """Train a booster for a yes/no outcome (Chen and Guestrin, 2016).

    Args:
        X: (n, p) float array, NaN allowed.
        y: (n,) 0 or 1.
        seed: int that fixes the sampling of rows and columns.
        rounds: number of trees, or the most of them if there is a validation set.
        validation: (X, y) of other units that decide when to stop, or None.

    Returns:
        (bytes, int): the booster in XGBoost's UBJSON format, and its number of trees.
    """
    threads = _threads(X)
    parameters = PARAMETERS | {"seed": seed, "nthread": threads}
    stopping = {}
    if validation is not None:
        watched = xgb.DMatrix(validation[0], validation[1], nthread=threads)
        stopping = {
            "evals": [(watched, "validation")],
            "early_stopping_rounds": PATIENCE,
            "verbose_eval": False,
        }
    booster = xgb.train(parameters, xgb.DMatrix(X, y, nthread=threads), rounds, **stopping)
    if validation is not None:
        rounds = booster.best_iteration + 1
        booster = booster[:rounds]
    return bytes(booster.save_raw("ubj")), rounds


def predict_margin(booster, X):
    """Log-odds of the outcome.

    Args:
        booster: bytes from `train_classifier`.
        X: (n, p) float array with the columns of the training matrix, NaN allowed.

    Returns:
        (n,) float64.

    Raises:
        ValueError: if the number of columns is not that of the training matrix.
    """
    model = xgb.Booster({"nthread": _threads(X)})
    model.load_model(bytearray(booster))
    if X.shape[1] != model.num_features():
        raise ValueError(
            f"The matrix has {X.shape[1]} columns, the booster was trained on "
            f"{model.num_features()}. Encode it with the encoder stored beside the booster.",
        )
    if not len(X):
        return np.empty(0)
    return model.inplace_predict(X, predict_type="margin").astype(np.float64)


def _threads(X):
    return THREADS if len(X) >= ROWS_WORTH_THREADS else 1
