"""Margins as probabilities, and how good these are."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


def fit_platt(
    margins: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None
) -> tuple[float, float]:
    """Calibrate margins by a logistic curve (Platt, 1999, with his smoothed targets).

    Args:
        margins: (n,) log-odds from a model.
        labels: (n,) 0 or 1.
        weights: (n,) weights, or None for 1.

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
        value = np.average(np.logaddexp(0, z) - targets * z, weights=weights)
        gradient = np.stack([residuals * margins, residuals])
        return value, np.average(gradient, axis=1, weights=weights)

    slope, intercept = minimize(loss, x0=[1.0, 0.0], jac=True, method="BFGS").x
    return float(slope), float(intercept)


def log_loss(labels: np.ndarray, probabilities: np.ndarray) -> float:
    """Mean negative log-likelihood, probabilities kept 1e-15 away from 0 and 1.

    Args:
        labels: (n,) 0 or 1.
        probabilities: (n,) in [0, 1].

    Returns:
        float.
    """
    clipped = np.clip(probabilities, 1e-15, 1 - 1e-15)
    return float(-np.mean(labels * np.log(clipped) + (1 - labels) * np.log1p(-clipped)))
