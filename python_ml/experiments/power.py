"""How many units an experiment needs, and what it can detect with those it has."""

from math import ceil, sqrt

import pyarrow as pa
from scipy import optimize, special

SMALLEST_COUNT, LARGEST_COUNT = 1e-6, 1e15
DESIGN_SCHEMA = pa.schema(
    [
        ("experiment_id", pa.string()),
        ("arm", pa.string()),
        ("comparison_significance_level", pa.float64()),
        ("exact_unit_count", pa.float64()),
        ("required_unit_count", pa.int64()),
        ("required_control_unit_count", pa.int64()),
        ("required_total_unit_count", pa.int64()),
        ("duration_weeks", pa.int64()),
        ("detectable_effect", pa.float64()),
        ("current_power", pa.float64()),
        ("reason", pa.string()),
    ]
)


def power(
    effect: float,
    arm_count: int,
    control_count: int,
    *,
    baseline: float,
    significance_level: float,
    deviation: float | None = None,
) -> float:
    """Chance that a two-sided z-test finds an effect.

    For proportions the test pools both arms' variances, and the alternative does not: Fleiss, Levin
    and Paik (2003), "Statistical Methods for Rates and Proportions", section 4.2.

    Args:
        effect: difference to the baseline, in the metric's unit.
        arm_count: units of the arm.
        control_count: units of the control.
        baseline: value of the control.
        significance_level: of the test, in (0, 1).
        deviation: standard deviation of a unit's value; None for a proportion.

    Returns:
        float: in [0, 1].
    """
    if not (arm_count > 0 and control_count > 0):
        return 0.0
    if deviation is None:
        changed = baseline + effect
        pooled = (changed * arm_count + baseline * control_count) / (arm_count + control_count)
        null_error = sqrt(pooled * (1 - pooled) * (1 / arm_count + 1 / control_count))
        variances = changed * (1 - changed), baseline * (1 - baseline)
        error = sqrt(variances[0] / arm_count + variances[1] / control_count)
    else:
        null_error = error = deviation * sqrt(1 / arm_count + 1 / control_count)
    if error == 0:
        return float(effect != 0)
    critical = -special.ndtri(significance_level / 2) * null_error
    tails = (abs(effect) - critical) / error, (-abs(effect) - critical) / error
    return float(special.ndtr(tails[0]) + special.ndtr(tails[1]))


def required_arm_count(
    effect: float, wanted_power: float, *, control_ratio: float = 1.0, **setting
) -> float:
    """Units that an arm needs, not rounded.

    Args:
        effect: difference to the baseline, in the metric's unit.
        wanted_power: chance to find it, in (significance_level, 1).
        control_ratio: units of the control for each unit of the arm.
        **setting: baseline, significance_level and deviation, as for `power`.

    Returns:
        float.

    Raises:
        ValueError: if there is no effect, a proportion leaves [0, 1] or the deviation is not above
            0.
    """
    _check_effect(effect, setting["baseline"], setting.get("deviation"))

    def lack(count):
        return power(effect, count, control_ratio * count, **setting) - wanted_power

    return float(optimize.brentq(lack, SMALLEST_COUNT, LARGEST_COUNT, xtol=1e-9, rtol=1e-14))


def detectable_effect(
    arm_count: int, control_count: int, wanted_power: float, **setting
) -> float | None:
    """Smallest increase that is found with the wanted power.

    Args:
        arm_count: units of the arm.
        control_count: units of the control.
        wanted_power: in (significance_level, 1).
        **setting: baseline, significance_level and deviation, as for `power`.

    Returns:
        float: in the metric's unit; None if no increase is large enough or an arm is empty.
    """
    deviation = setting.get("deviation")
    largest = 1 - setting["baseline"] if deviation is None else 1e6 * deviation

    def lack(effect):
        return power(effect, arm_count, control_count, **setting) - wanted_power

    if largest <= 0 or lack(largest) < 0:
        return None
    return float(optimize.brentq(lack, 0, largest, xtol=1e-15, rtol=1e-14))


def _check_effect(effect, baseline, deviation):
    if effect == 0:
        raise ValueError("The minimum detectable effect must not be 0.")
    if deviation is not None and not deviation > 0:
        raise ValueError("The standard deviation of the baseline must be above 0.")
    if deviation is None and not (0 <= baseline <= 1 and 0 <= baseline + effect <= 1):
        raise ValueError(
            f"A proportion of {baseline:g} that changes by {effect:g} leaves [0, 1]. State the "
            "standard deviation of the baseline if the metric is a mean."
        )


def design(arms: pa.Table) -> pa.Table:
    """Sample size, duration and detectable effect of every arm that is compared with a control.

    Several arms share the significance level equally (Bonferroni).

    Args:
        arms: pyarrow.Table, a row per experiment and treated arm: baseline_value,
            baseline_standard_deviation, minimum_detectable_effect, significance_level, power,
            allocation_weight, control_allocation_weight, total_allocation_weight,
            treated_arm_count, weekly_eligible_count, unit_count and control_unit_count.

    Returns:
        pyarrow.Table: of `DESIGN_SCHEMA`, sorted by its keys.
    """
    rows = sorted(arms.to_pylist(), key=lambda row: (row["experiment_id"], row["arm"]))
    return pa.Table.from_pylist([_design_row(row) for row in rows], schema=DESIGN_SCHEMA)


def _design_row(row):
    result = {"experiment_id": row["experiment_id"], "arm": row["arm"]}
    if row["control_allocation_weight"] is None:
        return result | {"reason": "the design does not name exactly one control arm"}
    if row["baseline_value"] is None or row["minimum_detectable_effect"] is None:
        return result | {"reason": "the settings name no baseline or no effect to detect"}
    setting = {
        "baseline": row["baseline_value"],
        "significance_level": row["significance_level"] / row["treated_arm_count"],
        "deviation": row["baseline_standard_deviation"],
    }
    effect, wanted = row["minimum_detectable_effect"], row["power"]
    ratio = row["control_allocation_weight"] / row["allocation_weight"]
    try:
        needed = required_arm_count(effect, wanted, control_ratio=ratio, **setting)
    except ValueError as error:
        return result | {"reason": str(error)}
    total = needed / row["allocation_weight"] * row["total_allocation_weight"]
    weekly = row["weekly_eligible_count"]
    counts = row["unit_count"], row["control_unit_count"]
    return result | {
        "comparison_significance_level": setting["significance_level"],
        "exact_unit_count": needed,
        "required_unit_count": ceil(needed),
        "required_control_unit_count": ceil(needed * ratio),
        "required_total_unit_count": ceil(total),
        "duration_weeks": ceil(total / weekly) if weekly else None,
        "detectable_effect": detectable_effect(*counts, wanted, **setting),
        "current_power": power(effect, *counts, **setting),
        "reason": None if weekly else "nobody is known to become eligible, so no duration is known",
    }
