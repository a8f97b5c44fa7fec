"""Ridge regressions on splines: straight lines, which trees need many units to draw."""

import base64
import json
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import numpy as np

from python_ml.estimation.boosting import QuantisedMatrix
from python_ml.estimation.regression import Fitted, Regression, matrix_of
from python_ml.estimation.sample import Sample
from python_ml.estimation.splines import SplineBasis

# Penalties per unit of a slope whose column has a standard deviation of 1; the last leaves nothing
# but the mean. A bend costs so many times that, or is left out.
SLOPE_PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 1e9)
BEND_COSTS = (4.0, np.inf)
# A column that varies less than this, relative to its size, is a constant.
SMALLEST_DEVIATION = 1e-6
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class Line:
    """A fitted ridge regression.

    Attributes:
        basis: SplineBasis of c columns.
        means: (c,) of the columns where it was fitted.
        slopes: (c,).
        mean: of the target.
    """

    basis: SplineBasis
    means: np.ndarray
    slopes: np.ndarray
    mean: float

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Value of the line.

        Args:
            X: (n, p) float array, NaN allowed.

        Returns:
            (n,) float64.

        Raises:
            ValueError: if the number of columns is not that it was fitted on.
        """
        self._check(X)
        intercept = self.mean - self.means @ self.slopes
        parts = [self.basis.columns(rows) @ self.slopes for rows in chunks(X)]
        return intercept + np.concatenate([np.empty(0), *parts])

    def contributions(self, X: np.ndarray) -> np.ndarray:
        """How much each feature adds to the value of the line.

        Args:
            X: (n, p) float array, NaN allowed.

        Returns:
            (n, p + 1) float64: a column per feature, against its mean, and the mean last.

        Raises:
            ValueError: if the number of columns is not that it was fitted on.
        """
        self._check(X)
        shares = np.zeros((len(X), X.shape[1] + 1))
        columns = (self.basis.columns(X) - self.means) * self.slopes
        np.add.at(shares.T, self.basis.features, columns.T)
        shares[:, -1] = self.mean
        return shares

    def to_bytes(self) -> bytes:
        """Everything that is needed to predict.

        Returns:
            bytes: JSON, with float64 in base64.
        """
        arrays = (*astuple(self.basis), self.means, self.slopes, [self.mean])
        return json.dumps(
            [
                base64.b64encode(np.asarray(array, dtype=np.float64).tobytes()).decode()
                for array in arrays
            ]
        ).encode()

    def _check(self, X):
        if X.shape[1] != len(self.basis.low):
            raise ValueError(
                f"The matrix has {X.shape[1]} columns, the line was fitted on "
                f"{len(self.basis.low)}. Encode it with the encoder stored beside the line.",
            )


def load_line(blob: bytes) -> Line:
    """Restore a line.

    Args:
        blob: bytes from `Line.to_bytes`.

    Returns:
        Line.
    """
    low, high, middle, missing, bent, knots, means, slopes, mean = (
        np.frombuffer(base64.b64decode(text), dtype=np.float64) for text in json.loads(blob)
    )
    basis = SplineBasis(low, high, middle, missing.astype(int), bent.astype(int), knots)
    return Line(basis, means, slopes, float(mean[0]))


def fit_line(
    regression: Regression,
    sample: Sample,
    *,
    seed: int,
    tuning: float | None,
    parameters: dict,
) -> Fitted:
    """Fit one ridge regression, with the penalty that serves units it has not seen best.

    Args:
        regression: Regression over n units.
        sample: Sample of n units; each of its trial's folds is held out once.
        seed: not used, nothing is random.
        tuning: place among `SLOPE_PENALTIES` for each of `BEND_COSTS`; None to find it.
        parameters: none.

    Returns:
        Fitted: with the place.
    """
    del seed, parameters
    trial = sample.trial
    line, place = fit_rows(
        matrix_of(regression, trial),
        regression.rows & sample.training,
        regression.target,
        regression.weight,
        trial.fold,
        tuning=tuning,
    )
    return Fitted(line.to_bytes(), place)


def fit_rows(
    matrix: QuantisedMatrix,
    rows: np.ndarray,
    target: np.ndarray,
    weight: np.ndarray,
    fold: np.ndarray,
    *,
    tuning: float | None = None,
) -> tuple[Line, int]:
    """Fit a line to some units, with the penalty that is best for folds that are left out.

    Args:
        matrix: QuantisedMatrix of n units.
        rows: (n,) bool.
        target: (n,).
        weight: (n,).
        fold: (n,) int codes.
        tuning: place of the penalties; None to find it.

    Returns:
        tuple: Line, and the place.

    Source: Hoerl and Kennard (1970), Ridge regression: biased estimation for nonorthogonal
    problems; penalties by cross-validation.
    """
    basis = matrix.splines
    fold_moments = []
    for code in np.unique(fold):
        own = np.flatnonzero(rows & (fold == code))
        fold_moments.append(moments(basis, matrix.array[own], target[own], weight[own]))
    total = np.sum(fold_moments, axis=0)
    place = _best_place(fold_moments, total, basis) if tuning is None else int(tuning)
    means, mean = total[0, 1:-1] / total[0, 0], total[0, -1] / total[0, 0]
    return Line(basis, means, _slopes(total, basis)[place], float(mean)), place


def predict(blob: bytes, X: np.ndarray) -> np.ndarray:
    """Value of a stored line.

    Args:
        blob: bytes of a line.
        X: (n, p) float array with the columns it was fitted on, NaN allowed.

    Returns:
        (n,) float64.
    """
    return load_line(blob).predict(X)


def contributions(blob: bytes, X: np.ndarray) -> np.ndarray:
    """How much each feature adds to the value of a stored line.

    Args:
        blob: bytes of a line.
        X: (n, p) float array with the columns it was fitted on, NaN allowed.

    Returns:
        (n, p + 1) float64: see `Line.contributions`.
    """
    return load_line(blob).contributions(X)


def moments(
    basis: SplineBasis, X: np.ndarray, target: np.ndarray, weight: np.ndarray
) -> np.ndarray:
    """Weighted sums of products of 1, the columns and the target: all that a ridge needs to know.

    Args:
        basis: SplineBasis of c columns.
        X: (n, p) float array, NaN allowed.
        target: (n,).
        weight: (n,).

    Returns:
        (c + 2, c + 2) float64; those of several sets of units add up.
    """
    size = len(basis.features) + 2
    total = np.zeros((size, size))
    first = 0
    for rows in chunks(X):
        own = slice(first, first + len(rows))
        columns = [np.ones((len(rows), 1)), basis.columns(rows), target[own, None]]
        scaled = np.concatenate(columns, axis=1) * np.sqrt(weight[own, None])
        total += scaled.T @ scaled
        first += len(rows)
    return total


def chunks(X: np.ndarray) -> Iterator[np.ndarray]:
    """Rows in parts whose columns fit into little memory.

    Args:
        X: (n, p) array.

    Yields:
        (m, p) array.
    """
    for first in range(0, len(X), ROWS_AT_ONCE):
        yield X[first : first + ROWS_AT_ONCE]


def _best_place(fold_moments, total, basis):
    losses = np.zeros(len(SLOPE_PENALTIES) * len(BEND_COSTS))
    for held_out in fold_moments:
        training = total - held_out
        if not (held_out[0, 0] > 0 and training[0, 0] > 0):
            continue
        slopes = _slopes(training, basis)
        means = training[0, 1:] / training[0, 0]
        # An error is a sum over 1, the columns and the target: their moments tell its square.
        constants = means[-1] - slopes @ means[:-1]
        errors = np.column_stack([constants, slopes, -np.ones(len(slopes))])
        losses += np.einsum("ij,jk,ik->i", errors, held_out, errors)
    return int(np.argmin(losses))


def _slopes(total, basis):
    """Slopes of all columns for every pair of penalties, in the order of `BEND_COSTS`."""
    means = total[0, 1:] / total[0, 0]
    covariance = total[1:, 1:] / total[0, 0] - np.outer(means, means)
    deviations = np.sqrt(np.maximum(np.diag(covariance)[:-1], 0))
    varies = deviations > SMALLEST_DEVIATION * np.maximum(np.abs(means[:-1]), SMALLEST_DEVIATION)
    paths = []
    for cost in BEND_COSTS:
        scale = varies / np.where(varies, deviations, 1) / np.sqrt(np.where(basis.is_bend, cost, 1))
        used = np.flatnonzero(scale)
        scale = scale[used]
        values, vectors = np.linalg.eigh(covariance[np.ix_(used, used)] * np.outer(scale, scale))
        along = vectors.T @ (covariance[used, -1] * scale)
        path = np.zeros((len(SLOPE_PENALTIES), len(deviations)))
        shrunk = along / (np.maximum(values, 0) + np.array(SLOPE_PENALTIES)[:, None])
        path[:, used] = (shrunk @ vectors.T) * scale
        paths.append(path)
    return np.concatenate(paths)
