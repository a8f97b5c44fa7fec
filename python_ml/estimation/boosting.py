"""Gradient boosted trees: the one file that talks to XGBoost."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import xgboost as xgb

from python_ml.estimation.splines import SplineBasis, learn_basis
from python_ml.progress import progress
from python_ml.threads import machine_threads

# To train with never the machine's number: sums of gradients depend on how rows are split over
# threads, and threads that wait for each other over few rows cost more than they save.
THREADS = 4
ROWS_WORTH_THREADS = 100_000
# Shallow trees and strong regularisation: signals in customer data are weak, samples are small.
# learners/base.py regularises effects more, which are weaker still.
# As many quantiles of a feature tell apart what signals this weak can; more take their time.
BINS = 64
PARAMETERS = {
    "tree_method": "hist",
    "max_bin": BINS,
    "max_depth": 3,
    "eta": 0.05,
    "min_child_weight": 10,
    "lambda": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
}
OBJECTIVES = {
    "squared": {"objective": "reg:squarederror", "eval_metric": "rmse"},
    "logistic": {"objective": "binary:logistic", "eval_metric": "logloss"},
    "multinomial": {"objective": "multi:softprob", "eval_metric": "mlogloss"},
}
MAXIMUM_ROUNDS = 400
PATIENCE = 30
# The validation loss is taken every so many rounds; each time costs as much as a small tree.
VALIDATION_STEP = 5


class QuantisedMatrix:
    """A feature matrix whose bins are computed once, for all the models that are trained on it.

    The bins are quantiles of the features alone. They know nothing of outcomes, so that sharing
    them between folds tells a model nothing about the outcomes it is judged by.
    """

    def __init__(self, X: np.ndarray) -> None:
        """Compute the bins.

        Args:
            X: (n, p) float array, NaN allowed.

        Raises:
            ValueError: if X is not a matrix with rows and columns, or holds infinite values.
        """
        self.array = np.ascontiguousarray(X, dtype=np.float32)
        if self.array.ndim != 2 or 0 in self.array.shape:  # noqa: PLR2004
            raise ValueError(
                f"X has shape {np.shape(X)}. Pass a matrix with a row per unit and at least one "
                "feature column.",
            )
        if np.isinf(self.array).any():
            raise ValueError("X holds infinite values. Replace them by NaN, which means missing.")
        self._bins = xgb.QuantileDMatrix(
            self.array, max_bin=BINS, nthread=threads_for(len(self.array))
        )

    @cached_property
    def splines(self) -> SplineBasis:
        """How the features become columns of linear regressions, learnt once as the bins are."""
        return learn_basis(self.array)

    def rows(
        self,
        rows: np.ndarray,
        label: np.ndarray,
        weight: np.ndarray | None = None,
        like: xgb.QuantileDMatrix | None = None,
        threads: int = 1,
    ) -> xgb.QuantileDMatrix:
        """Some rows with their labels, in bins that are not computed again.

        Args:
            rows: (m,) row numbers.
            label: (m,) labels.
            weight: (m,) weights, or None for 1.
            like: the training matrix, if these rows are to validate it.
            threads: number of threads.

        Returns:
            xgboost.QuantileDMatrix: of m rows.
        """
        bins = self._bins if like is None else like
        return xgb.QuantileDMatrix(
            self.array[rows], label, weight=weight, ref=bins, max_bin=BINS, nthread=threads
        )


@dataclass(frozen=True)
class Trained:
    """A booster and how it did while it grew."""

    booster: bytes  # XGBoost's UBJSON format
    rounds: int
    validation_losses: (
        np.ndarray
    )  # one per `VALIDATION_STEP` rounds grown, empty without validation


def train(
    matrix: QuantisedMatrix,
    rows: np.ndarray,
    label: np.ndarray,
    weight: np.ndarray | None = None,
    *,
    seed: int,
    loss: str = "squared",
    rounds: int = MAXIMUM_ROUNDS,
    validation_rows: np.ndarray | None = None,
    patience: int = PATIENCE,
    threads: int = 1,
    parameters: dict | None = None,
    data: xgb.QuantileDMatrix | None = None,
) -> Trained:
    """Train a booster (Chen and Guestrin, 2016).

    Args:
        matrix: QuantisedMatrix of n rows.
        rows: (m,) row numbers to train on.
        label: (n,) labels; those of rows that are not used may be NaN.
        weight: (n,) weights, or None for 1.
        seed: int that fixes the sampling of rows and columns.
        loss: "squared", "logistic" (labels 0 or 1) or "multinomial" (labels 0, 1, ..).
        rounds: number of trees, or the most of them if there are validation rows.
        validation_rows: row numbers of other units that decide when to stop, or None.
        patience: rounds without a better validation loss after which to stop.
        threads: number of threads; it is part of the result.
        parameters: dict that overrides `PARAMETERS`, or None.
        data: `matrix.rows` of the rows with their labels and weights, where several boosters are
            trained on the same; or None to put it together.

    Returns:
        Trained: cut to the round of the least validation loss, if there are validation rows.
    """
    labels = label[rows]
    weights = None if weight is None else weight[rows]
    settings = PARAMETERS | OBJECTIVES[loss] | {"seed": seed, "nthread": threads}
    if loss == "multinomial":
        settings["num_class"] = int(labels.max()) + 1
    else:
        settings["base_score"] = float(np.average(labels, weights=weights))
    settings |= parameters or {}
    if data is None:
        data = matrix.rows(rows, labels, weights, threads=threads)
    magnifier = _magnifier(labels) if loss == "squared" else 1.0
    if magnifier != 1:
        data.set_weight(magnifier * (np.ones(len(rows)) if weights is None else weights))
        for name in ("lambda", "min_child_weight"):
            settings[name] = magnifier * float(settings[name])
    if validation_rows is None:
        booster = xgb.train(settings, data, rounds)
        return Trained(bytes(booster.save_raw("ubj")), rounds, np.empty(0))
    watched = matrix.rows(
        validation_rows,
        label[validation_rows],
        None if weight is None else weight[validation_rows],
        like=data,
        threads=threads,
    )
    grown = xgb.Booster(settings, [data, watched])
    losses = []
    for number in range(1, rounds + 1):
        grown.update(data, number - 1)
        if number % VALIDATION_STEP == 0:
            losses.append(float(grown.eval(watched, "validation", number).rpartition(":")[2]))
            if (len(losses) - 1 - np.argmin(losses)) * VALIDATION_STEP >= patience:
                break
    best = best_rounds(losses)
    return Trained(bytes(grown[:best].save_raw("ubj")), best, np.array(losses))


def best_rounds(validation_losses: np.ndarray | list[float]) -> int:
    """Number of rounds at which a validation loss is least.

    Args:
        validation_losses: (m,) one per `VALIDATION_STEP` rounds.

    Returns:
        int.
    """
    return (int(np.argmin(validation_losses)) + 1) * VALIDATION_STEP


def predict_margin(booster: bytes, X: np.ndarray) -> np.ndarray:
    """What the trees add up to: the prediction itself for squared loss, log-odds for logistic.

    Args:
        booster: bytes of a booster.
        X: (n, p) float array with the columns of the training matrix, NaN allowed.

    Returns:
        (n,) float64; (n, classes) for multinomial loss.

    Raises:
        ValueError: if the number of columns is not that of the training matrix.
    """
    model = _loaded(booster, X)
    if not len(X):
        return np.empty(0)
    return model.inplace_predict(X, predict_type="margin").astype(np.float64)


def contributions(booster: bytes, X: np.ndarray) -> np.ndarray:
    """How much each feature adds to the prediction of each row: exact TreeSHAP.

    Args:
        booster: bytes of a booster of squared or logistic loss.
        X: (n, p) float array with the columns of the training matrix, NaN allowed.

    Returns:
        (n, p + 1) float64: a column per feature and the mean prediction last; rows add up to
        `predict_margin`.

    Raises:
        ValueError: if the number of columns is not that of the training matrix.

    Source: Lundberg et al. (2020), From local explanations to global understanding with
    explainable AI for trees, algorithm 2, as XGBoost implements it.
    """
    model = _loaded(booster, X)
    if not len(X):
        return np.empty((0, X.shape[1] + 1))
    # Each row takes as long as many predictions, so that threads pay for few.
    model.set_param({"nthread": machine_threads()})
    data = xgb.DMatrix(X, nthread=threads_for(len(X)))
    return model.predict(data, pred_contribs=True).astype(np.float64)


def threads_for(row_count: int) -> int:
    """Number of threads that a computation over some rows is worth.

    Args:
        row_count: int.

    Returns:
        int.
    """
    return THREADS if row_count >= ROWS_WORTH_THREADS else 1


def in_parallel(jobs: list, what: str) -> list:
    """Run independent functions side by side; each trains with one thread of its own.

    The results do not depend on the number of workers, as each job's sums are its own.

    Args:
        jobs: list of functions without arguments.
        what: the work in words, for who waits for it.

    Returns:
        list: their results, in the order of the jobs.
    """
    if len(jobs) <= 1:
        return [job() for job in jobs]
    with progress(what, len(jobs)) as done, ThreadPoolExecutor(machine_threads()) as pool:
        futures = [pool.submit(job) for job in jobs]
        for _ in as_completed(futures):
            done(1)
        return [future.result() for future in futures]


def _magnifier(labels):
    """What weights are multiplied by, and all that they are compared with, for labels of any unit.

    XGBoost takes no split that brings the squared loss down by less than a millionth. Without this,
    that would be of the squared unit of the labels. A power of two rounds nothing.
    """
    spread = labels.std()
    return float(0.25 ** np.floor(np.log2(spread))) if spread > 0 else 1.0


def _loaded(booster, X):
    model = xgb.Booster({"nthread": threads_for(len(X))})
    model.load_model(bytearray(booster))
    if X.shape[1] != model.num_features():
        raise ValueError(
            f"The matrix has {X.shape[1]} columns, the booster was trained on "
            f"{model.num_features()}. Encode it with the encoder stored beside the booster.",
        )
    return model
