"""How likely a difference between two samples is if both come from one distribution."""

import numpy as np
import pyarrow as pa
from scipy import special, stats

KEYS = ("reference", "subject_type", "subject")
SCHEMA = pa.schema([*((key, pa.string()) for key in KEYS), ("p_value", pa.float64())])


def kolmogorov_smirnov_p_value(distance: float, one_count: int, other_count: int) -> float:
    """P-value of the two-sample test of Kolmogorov and Smirnov, for two-sided alternatives.

    By the distribution of one sample of the harmonic size, as `scipy.stats.ks_2samp` does with
    method "asymp".

    Args:
        distance: largest distance between the two distribution functions, in [0, 1].
        one_count: values of one sample.
        other_count: values of the other.

    Returns:
        float: in [0, 1].
    """
    size = one_count * other_count / (one_count + other_count)
    return float(np.clip(stats.kstwo.sf(distance, np.round(size)), 0, 1))


def drift_p_values(measured: pa.Table) -> pa.Table:
    """The p-value of every subject that was measured in both populations.

    Args:
        measured: pyarrow.Table, a row per subject: `KEYS`, is_numeric, statistic (a distance of
            distribution functions, or a chi-square), degrees_of_freedom, reference_known_count and
            today_known_count.

    Returns:
        pyarrow.Table: of `SCHEMA`, sorted by its keys; null where nothing can be tested.
    """
    rows = sorted(measured.to_pylist(), key=lambda row: [row[key] for key in KEYS])
    return pa.Table.from_pylist(
        [{**{key: row[key] for key in KEYS}, "p_value": _p_value(row)} for row in rows],
        schema=SCHEMA,
    )


def _p_value(row):
    statistic = row["statistic"]
    counts = (row["reference_known_count"], row["today_known_count"])
    if statistic is None or not min(counts):
        return None
    if row["is_numeric"]:
        return kolmogorov_smirnov_p_value(statistic, *counts)
    if not row["degrees_of_freedom"]:
        return None
    return float(special.chdtrc(row["degrees_of_freedom"], statistic))
