"""Means, variances and covariances of the arms, from exact integer sums.

The warehouse counts every value in units of 2^-48 of a power of two above the largest one, so that
sums and sums of products are integers. They do not depend on the order of rows or threads, they can
be added over cells, and a variance of 0 is exactly 0 however large the mean.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
import pyarrow as pa

UNITS_PER_SCALE = 2**48
# Numerator, denominator, and the covariates of both.
VARIABLES = ("y", "d", "x", "z")
PRODUCTS = tuple(a + b for a, b in combinations_with_replacement(VARIABLES, 2))
SUM_COLUMNS = (
    "unit_count",
    *(f"{name}_sum" for name in VARIABLES),
    *(f"{name}_sum" for name in PRODUCTS),
)


@dataclass(frozen=True)
class Moments:
    """What inference needs to know of one arm.

    Attributes:
        count: units.
        mean: (4,) of numerator, denominator and their covariates, in the metric's unit.
        covariance: (4, 4) sample covariances; nan with fewer than two units.
    """

    count: int
    mean: np.ndarray
    covariance: np.ndarray


def add_cells(table: pa.Table, by: list[str]) -> dict:
    """Sums of cells, added exactly.

    Args:
        table: pyarrow.Table of the columns `by` and `SUM_COLUMNS`; the sums are integers as text,
            null where the metric has no such variable.
        by: list of str, columns to keep apart.

    Returns:
        dict: key tuple -> list of int, in the order of `SUM_COLUMNS`, None for absent variables.
    """
    keys = zip(*(table.column(name).to_pylist() for name in by), strict=True)
    columns = [table.column(name).to_pylist() for name in SUM_COLUMNS]
    totals = {}
    for key, *texts in zip(keys, *columns, strict=True):
        values = [None if text is None else int(text) for text in texts]
        known = totals.get(key)
        totals[key] = values if known is None else added(known, values)
    return totals


def added(one: list, other: list) -> list:
    """Sum of two lists of sums; an absent variable stays absent."""
    return [None if a is None else a + b for a, b in zip(one, other, strict=True)]


def moments(sums: list, scales: np.ndarray) -> Moments:
    """Means and covariances of a list of sums.

    Args:
        sums: list as `add_cells` gives it; a mean without denominator is a ratio over ones.
        scales: (4,) powers of two that the variables were divided by, in the order of `VARIABLES`.

    Returns:
        Moments: nan where a variable is absent.
    """
    count = sums[0]
    values = dict(zip(SUM_COLUMNS, sums, strict=True))
    _fill_denominator(values, "d", "y")
    _fill_denominator(values, "z", "x")
    known = [1.0 if scale is None else scale for scale in scales]
    mean = np.full(4, np.nan)
    covariance = np.full((4, 4), np.nan)
    for i, a in enumerate(VARIABLES):
        if count and values[f"{a}_sum"] is not None:
            mean[i] = values[f"{a}_sum"] / (count * UNITS_PER_SCALE) * known[i]
    for i, j in combinations_with_replacement(range(4), 2):
        a, b = VARIABLES[i], VARIABLES[j]
        product = values[f"{a}{b}_sum"]
        if count > 1 and product is not None:
            # Whole numbers up to the division, which Python rounds correctly.
            centred = count * product - values[f"{a}_sum"] * values[f"{b}_sum"]
            unit = count * (count - 1) * UNITS_PER_SCALE**2
            covariance[i, j] = covariance[j, i] = centred / unit * known[i] * known[j]
    return Moments(count, mean, covariance)


def _fill_denominator(values, name, numerator):
    """Make an absent denominator 1 for every unit that has a numerator."""
    if values[f"{name}_sum"] is not None or values[f"{numerator}_sum"] is None:
        return
    ones = values["unit_count"] * UNITS_PER_SCALE
    values[f"{name}_sum"] = ones
    for product in PRODUCTS:
        if name not in product:
            continue
        other = product.replace(name, "", 1)
        total = ones if other == name else values[f"{other}_sum"]
        values[f"{product}_sum"] = None if total is None else total * UNITS_PER_SCALE
