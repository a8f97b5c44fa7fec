"""Features as columns of a linear regression: lines that bend at a few knots."""

from dataclasses import dataclass

import numpy as np

# Quantiles of a feature at which its line may bend.
KNOT_QUANTILES = (0.25, 0.5, 0.75)
# With fewer values than this a feature has categories or counts rather than a scale to bend.
FEWEST_VALUES_TO_BEND = 6
# Values further than this many interquartile ranges from the quartiles count as that far, so that
# single units pull no line, unless one unit in a hundred lies there.
FENCE = 3.0
OUTERMOST = 0.01


@dataclass(frozen=True)
class SplineBasis:
    """How p features become columns.

    Attributes:
        low: (p,) smaller values count as this.
        high: (p,) larger values count as this.
        middle: (p,) in the place of missing values.
        missing: (r,) numbers of the features that have a column for being missing.
        bent: (q,) numbers of the features that bend, one per knot.
        knots: (q,) where they bend.
    """

    low: np.ndarray
    high: np.ndarray
    middle: np.ndarray
    missing: np.ndarray
    bent: np.ndarray
    knots: np.ndarray

    @property
    def features(self) -> np.ndarray:
        """(p + r + q,) number of the feature that each column is of."""
        return np.concatenate([np.arange(len(self.low)), self.missing, self.bent])

    @property
    def is_bend(self) -> np.ndarray:
        """(p + r + q,) whether each column is a bend."""
        return np.arange(len(self.features)) >= len(self.low) + len(self.missing)

    def columns(self, X: np.ndarray) -> np.ndarray:
        """Values, whether they are missing, and how far they are above the knots.

        Args:
            X: (n, p) float array, NaN allowed.

        Returns:
            (n, p + r + q) float64.
        """
        absent = np.isnan(X)
        values = np.where(absent, self.middle, np.clip(X, self.low, self.high))
        bends = np.maximum(values[:, self.bent] - self.knots, 0)
        return np.concatenate([values, absent[:, self.missing], bends], axis=1)


def learn_basis(X: np.ndarray) -> SplineBasis:
    """Learn from the features alone how they become columns.

    Args:
        X: (n, p) float array, NaN allowed.

    Returns:
        SplineBasis.

    Source: linear splines, Hastie, Tibshirani and Friedman (2009), The elements of statistical
    learning, section 5.2; the outer fences of Tukey (1977), Exploratory data analysis, section 2C.
    """
    limits, bent, knots = [], [], []
    for feature, values in enumerate(np.asarray(X, dtype=np.float64).T):
        known = values[~np.isnan(values)]
        if not len(known):
            limits.append((0.0, 0.0, 0.0))
            continue
        first, *inner, last = np.quantile(known, (OUTERMOST, *KNOT_QUANTILES, 1 - OUTERMOST))
        reach = FENCE * (inner[-1] - inner[0])
        low = max(known.min(), min(first, inner[0] - reach))
        high = min(known.max(), max(last, inner[-1] + reach))
        limits.append((low, high, inner[len(inner) // 2]))
        if len(np.unique(known)) >= FEWEST_VALUES_TO_BEND:
            places = [place for place in np.unique(inner) if low < place < high]
            bent += [feature] * len(places)
            knots += places
    low, high, middle = np.array(limits, dtype=np.float64).T
    missing = np.flatnonzero(np.isnan(X).any(axis=0))
    return SplineBasis(low, high, middle, missing, np.array(bent, dtype=int), np.array(knots))
