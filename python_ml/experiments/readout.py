"""The readout tables, from the sums of the arms."""

from collections import defaultdict

import pyarrow as pa

from python_ml.experiments.comparison import ESTIMATE_COLUMNS, METHODS, Comparison, Levels, compare
from python_ml.experiments.moments import add_cells, added, moments
from python_ml.experiments.multiplicity import benjamini_hochberg, holm

KEY = ("experiment_id", "arm", "metric")
ABSENT = None
READOUT_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("experiment_id", "arm", "metric", "method")),
        ("unit_count", pa.int64()),
        ("control_unit_count", pa.int64()),
        *((name, pa.float64()) for name in ESTIMATE_COLUMNS),
        ("holm_p_value", pa.float64()),
        ("benjamini_hochberg_p_value", pa.float64()),
        ("is_non_inferior", pa.bool_()),
        ("reason", pa.string()),
    ]
)
DAILY_METHODS = ("welch", "anytime_valid", "anytime_valid_cuped")
DAILY_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("experiment_id", "arm", "metric", "method")),
        ("observed_on", pa.date32()),
        ("unit_count", pa.int64()),
        ("control_unit_count", pa.int64()),
        *((name, pa.float64()) for name in ("estimate", "standard_error", "lower", "upper")),
        ("p_value", pa.float64()),
        ("reason", pa.string()),
    ]
)


def read_out(
    comparisons: pa.Table, cells: pa.Table, *, confidence_level: float, tuning: int
) -> pa.Table:
    """Every comparison by every method that suits its metric.

    Args:
        comparisons: pyarrow.Table, a row per experiment, arm and metric: control_arm, metric_type,
            role, direction, non_inferiority_margin, has_covariate, family_size, blocked_reason and
            the scales of the four variables.
        cells: pyarrow.Table of experiment_id, arm, metric, stratum, entered_on and sums.
        confidence_level: of the intervals, in (0, 1).
        tuning: units at which the anytime-valid intervals are narrowest.

    Returns:
        pyarrow.Table: of `READOUT_SCHEMA`, sorted by its keys.
    """
    by_stratum = add_cells(cells, [*KEY, "stratum"])
    strata = defaultdict(dict)
    for (*key, stratum), sums in by_stratum.items():
        strata[tuple(key)][stratum] = sums
    rows = []
    for row in sorted(comparisons.to_pylist(), key=_key):
        comparison = _comparison(row, strata)
        levels = _levels(row, confidence_level, tuning)
        rows.extend(_readout_row(row, method, comparison, levels) for method in _methods(row))
    _adjust(rows, {_key(row): row["role"] for row in comparisons.to_pylist()})
    return pa.Table.from_pylist(rows, schema=READOUT_SCHEMA)


def read_out_by_day(
    comparisons: pa.Table, cells: pa.Table, *, confidence_level: float, tuning: int
) -> pa.Table:
    """The estimates as they stood at the end of every day.

    Args:
        comparisons: as in `read_out`.
        cells: as in `read_out`.
        confidence_level: of the intervals, in (0, 1).
        tuning: units at which the anytime-valid intervals are narrowest.

    Returns:
        pyarrow.Table: of `DAILY_SCHEMA`, from the first day with data of the experiment to its
        last, sorted by its keys.
    """
    daily = add_cells(cells, [*KEY, "entered_on"])
    arm_days, experiment_days = defaultdict(dict), defaultdict(set)
    for (*key, day), sums in daily.items():
        arm_days[tuple(key)][day] = sums
        experiment_days[key[0]].add(day)
    rows = []
    for row in sorted(comparisons.to_pylist(), key=_key):
        if row["blocked_reason"] is not None:
            continue
        levels = _levels(row, confidence_level, tuning)
        methods = [method for method in _methods(row) if method in DAILY_METHODS]
        days = sorted(experiment_days[row["experiment_id"]])
        treated, control = (
            _running_sums(arm_days.get((row["experiment_id"], arm, row["metric"]), {}), days)
            for arm in (row["arm"], row["control_arm"])
        )
        for day, treated_sums, control_sums in zip(days, treated, control, strict=True):
            comparison = Comparison(
                row["metric_type"],
                _moments(treated_sums, row),
                _moments(control_sums, row),
            )
            rows.extend(_daily_row(row, method, day, comparison, levels) for method in methods)
    return pa.Table.from_pylist(rows, schema=DAILY_SCHEMA)


def _key(row):
    return tuple(row[name] for name in KEY)


def _levels(row, confidence_level, tuning):
    alpha = 1 - confidence_level
    return Levels(confidence_level, 1 - alpha / max(row["family_size"], 1), tuning)


def _methods(row):
    """Methods that suit the metric; without a covariate there is nothing to adjust for."""
    methods = METHODS.get(row["metric_type"], ("welch",))
    return [name for name in methods if row["has_covariate"] or not name.endswith("cuped")]


def _moments(sums, row):
    scales = [row[name] for name in ("y_scale", "d_scale", "x_scale", "z_scale")]
    return moments([0, *[ABSENT] * 14] if sums is None else sums, scales)


def _comparison(row, strata):
    arms = [
        strata.get((row["experiment_id"], row[name], row["metric"]), {})
        for name in ("arm", "control_arm")
    ]
    totals = []
    for arm in arms:
        total = None
        for sums in arm.values():
            total = sums if total is None else added(total, sums)
        totals.append(_moments(total, row))
    by_stratum = [{name: _moments(sums, row) for name, sums in arm.items()} for arm in arms]
    return Comparison(row["metric_type"], *totals, *by_stratum)


def _readout_row(row, method, comparison, levels):
    if row["blocked_reason"] is not None:
        result, reason = {}, row["blocked_reason"]
    else:
        result, reason = compare(comparison, method, levels)
    return {
        **{name: row[name] for name in KEY},
        "method": method,
        "unit_count": comparison.treated.count,
        "control_unit_count": comparison.control.count,
        **result,
        "is_non_inferior": _is_non_inferior(row, result),
        "reason": reason,
    }


def _is_non_inferior(row, result):
    """Whether the whole interval is better than the margin by which the metric may get worse."""
    margin = row["non_inferiority_margin"]
    if margin is None or result.get("lower") is None:
        return None
    if row["direction"] == "decrease":
        return result["upper"] < margin
    return result["lower"] > -margin


def _daily_row(row, method, day, comparison, levels):
    result, reason = compare(comparison, method, levels)
    return {
        **{name: row[name] for name in KEY},
        "method": method,
        "observed_on": day,
        "unit_count": comparison.treated.count,
        "control_unit_count": comparison.control.count,
        **{name: result[name] for name in DAILY_SCHEMA.names if name in result},
        "reason": reason,
    }


def _running_sums(sums_by_day, days):
    total, running = None, []
    for day in days:
        sums = sums_by_day.get(day)
        if sums is not None:
            total = sums if total is None else added(total, sums)
        running.append(total)
    return running


def _adjust(rows, roles):
    """Add the adjusted p-values, by experiment, role of the metric and method."""
    families = defaultdict(list)
    for row in rows:
        if row.get("p_value") is not None:
            families[row["experiment_id"], roles[_key(row)], row["method"]].append(row)
    for family in families.values():
        p_values = [row["p_value"] for row in family]
        for column, adjust in (
            ("holm_p_value", holm),
            ("benjamini_hochberg_p_value", benjamini_hochberg),
        ):
            for row, value in zip(family, adjust(p_values), strict=True):
                row[column] = float(value)
