"""Adjustment of p-values for the number of questions asked."""

import numpy as np


def holm(p_values: np.ndarray) -> np.ndarray:
    """Holm's step-down adjustment, which bounds the chance of any false discovery.

    Holm (1979), "A simple sequentially rejective multiple test procedure".

    Args:
        p_values: (n,) in [0, 1], in any order.

    Returns:
        (n,) float64: adjusted p-values, in the same order.
    """
    p_values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p_values, kind="stable")
    factors = len(p_values) - np.arange(len(p_values))
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(factors * p_values[order]), 1)
    return adjusted


def benjamini_hochberg(p_values: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's step-up adjustment, which bounds the share of false discoveries.

    Benjamini and Hochberg (1995), "Controlling the false discovery rate".

    Args:
        p_values: (n,) in [0, 1], in any order.

    Returns:
        (n,) float64: adjusted p-values, in the same order.
    """
    p_values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(-p_values, kind="stable")
    factors = len(p_values) / (len(p_values) - np.arange(len(p_values)))
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.minimum.accumulate(factors * p_values[order]), 1)
    return adjusted
