"""Differences within segments, and whether they differ from each other."""

from collections import defaultdict

import numpy as np
import pyarrow as pa
from scipy import special

from python_ml.experiments.comparison import Comparison, Levels, compare
from python_ml.experiments.moments import SUM_COLUMNS, add_cells, moments
from python_ml.experiments.multiplicity import holm

KEY = ("experiment_id", "arm", "metric", "dimension")
SCALES = ("y_scale", "d_scale", "x_scale", "z_scale")
SEGMENT_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in (*KEY, "segment", "method")),
        ("unit_count", pa.int64()),
        ("control_unit_count", pa.int64()),
        *(
            (name, pa.float64())
            for name in (
                "arm_value",
                "control_value",
                "estimate",
                "standard_error",
                "lower",
                "upper",
                "p_value",
                "holm_p_value",
                "heterogeneity_statistic",
                "heterogeneity_p_value",
            )
        ),
        ("reason", pa.string()),
    ]
)
COPIED = ("arm_value", "control_value", "estimate", "standard_error", "lower", "upper", "p_value")


def heterogeneity_test(estimates: np.ndarray, standard_errors: np.ndarray) -> tuple | None:
    """Test that all segments have the same effect.

    Cochran (1954), "The combination of estimates from different experiments".

    Args:
        estimates: (k,) effects.
        standard_errors: (k,) above 0.

    Returns:
        tuple: statistic and p-value; None, None for fewer than two segments.
    """
    if len(estimates) < 2:  # noqa: PLR2004
        return None, None
    estimates = np.asarray(estimates, dtype=np.float64)
    weights = 1 / np.square(np.asarray(standard_errors, dtype=np.float64))
    centre = (weights * estimates).sum() / weights.sum()
    statistic = float((weights * (estimates - centre) ** 2).sum())
    return statistic, float(special.chdtrc(len(estimates) - 1, statistic))


def read_out_by_segment(
    comparisons: pa.Table, cells: pa.Table, *, confidence_level: float, tuning: int
) -> pa.Table:
    """The differences within every segment of every dimension.

    Args:
        comparisons: as in `readout.read_out`.
        cells: pyarrow.Table of experiment_id, arm, metric, dimension, segment and sums.
        confidence_level: of the intervals, in (0, 1).
        tuning: units at which anytime-valid intervals are narrowest; not used here.

    Returns:
        pyarrow.Table: of `SEGMENT_SCHEMA`, sorted by its keys. The adjusted p-values and the test
        of heterogeneity are over the segments of one dimension; the latter's p-value is further
        adjusted over the dimensions (Holm).
    """
    sums = add_cells(cells, [*KEY, "segment"])
    segments = defaultdict(set)
    for experiment, _, metric, dimension, segment in sums:
        segments[experiment, metric].add((dimension, segment))
    levels = Levels(confidence_level, confidence_level, tuning)
    rows = []
    for row in sorted(
        comparisons.to_pylist(), key=lambda row: tuple(row[name] for name in KEY[:3])
    ):
        if row["blocked_reason"] is None:
            own = _segment_rows(row, segments, sums, levels)
            _judge_heterogeneity(own)
            rows.extend(own)
    return pa.Table.from_pylist(rows, schema=SEGMENT_SCHEMA)


def _segment_rows(row, segments, sums, levels):
    method = "cuped" if row["has_covariate"] else "welch"
    if row["metric_type"] == "incremental_ratio":
        method = "welch"
    rows = []
    for dimension, segment in sorted(segments[row["experiment_id"], row["metric"]]):
        arms = [
            moments(
                sums.get(
                    (row["experiment_id"], arm, row["metric"], dimension, segment),
                    [0, *[None] * (len(SUM_COLUMNS) - 1)],
                ),
                [row[name] for name in SCALES],
            )
            for arm in (row["arm"], row["control_arm"])
        ]
        result, reason = compare(Comparison(row["metric_type"], *arms), method, levels)
        rows.append(
            {
                **{name: row[name] for name in KEY[:3]},
                "dimension": dimension,
                "segment": segment,
                "method": method,
                "unit_count": arms[0].count,
                "control_unit_count": arms[1].count,
                **{name: result[name] for name in COPIED},
                "reason": reason,
            }
        )
    return rows


def _judge_heterogeneity(rows):
    dimensions = defaultdict(list)
    for row in rows:
        dimensions[row["dimension"]].append(row)
    tests = {}
    for dimension, own in dimensions.items():
        known = [row for row in own if row["reason"] is None]
        tests[dimension] = heterogeneity_test(
            [row["estimate"] for row in known], [row["standard_error"] for row in known]
        )
        tested = [row for row in known if row["p_value"] is not None]
        if tested:
            for row, value in zip(tested, holm([row["p_value"] for row in tested]), strict=True):
                row["holm_p_value"] = float(value)
    judged = [dimension for dimension, (_, p_value) in tests.items() if p_value is not None]
    if not judged:
        return
    for dimension, value in zip(judged, holm([tests[name][1] for name in judged]), strict=True):
        for row in dimensions[dimension]:
            row["heterogeneity_statistic"] = tests[dimension][0]
            row["heterogeneity_p_value"] = float(value)
