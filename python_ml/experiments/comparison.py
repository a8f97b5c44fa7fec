"""One arm against the control on one metric: what each method says of it."""

from dataclasses import dataclass, field
from math import exp, inf, log, sqrt

import numpy as np
from scipy import special

from python_ml.experiments import estimators
from python_ml.experiments.intervals import EveryLook, FixedLook, fieller_interval, welch_freedom
from python_ml.experiments.moments import Moments

ESTIMATE_COLUMNS = (
    "arm_value",
    "control_value",
    "estimate",
    "standard_error",
    "degrees_of_freedom",
    "statistic",
    "lower",
    "upper",
    "simultaneous_lower",
    "simultaneous_upper",
    "p_value",
    "relative_estimate",
    "relative_lower",
    "relative_upper",
    "removed_variance_rate",
)
# A lift whose logarithm is less certain than this has no bounds worth the name.
LARGEST_LOG_RATIO = 100
SHARED_METHODS = ("welch", "cuped", "post_stratified", "anytime_valid", "anytime_valid_cuped")
METHODS = {
    "mean": SHARED_METHODS,
    "ratio": SHARED_METHODS,
    "proportion": (*SHARED_METHODS, "z_pooled", "z_continuity_corrected"),
    # Welch's and the anytime-valid test of numerator minus ratio x denominator, inverted.
    "incremental_ratio": ("welch", "anytime_valid"),
}


@dataclass(frozen=True)
class Levels:
    """How sure to be.

    Attributes:
        single: level of one interval.
        simultaneous: level of an interval that holds together with the others of its family.
        tuning: number of units at which the anytime-valid interval is narrowest.
    """

    single: float
    simultaneous: float
    tuning: float


@dataclass(frozen=True)
class Comparison:
    """An arm and its control on one metric.

    Attributes:
        metric_type: proportion, mean, ratio or incremental_ratio.
        treated: Moments of the arm.
        control: Moments of the control.
        treated_strata: dict of stratum -> Moments of the arm.
        control_strata: dict of stratum -> Moments of the control.
    """

    metric_type: str
    treated: Moments
    control: Moments
    treated_strata: dict = field(default_factory=dict)
    control_strata: dict = field(default_factory=dict)


def compare(comparison: Comparison, method: str, levels: Levels) -> tuple[dict, str | None]:
    """Estimate the difference by one method.

    Args:
        comparison: Comparison.
        method: str of `METHODS`.
        levels: Levels.

    Returns:
        tuple: dict of `ESTIMATE_COLUMNS`, and the sentence why there is no estimate, or None.
    """
    nothing = dict.fromkeys(ESTIMATE_COLUMNS)
    reason = _lack(comparison, method)
    if reason is None and comparison.metric_type == "incremental_ratio":
        result, reason = _incremental_ratio(comparison, method, levels)
    elif reason is None:
        result, reason = _difference_by(comparison, method, levels)
    else:
        result = _values(comparison)
    return nothing | result, reason


def _lack(comparison, method):
    """What makes any estimate impossible, in a sentence."""
    for name, arm in (("arm", comparison.treated), ("control", comparison.control)):
        if arm.count < estimators.MINIMUM_UNIT_COUNT:
            units = "no unit" if arm.count == 0 else "one unit only"
            return f"the {name} has {units} with a value of the metric"
        if comparison.metric_type == "ratio" and not arm.mean[estimators.DENOMINATOR] > 0:
            return f"the denominators of the {name} do not add up to more than 0"
    if method.endswith("cuped"):
        return _covariate_lack(comparison)
    if method == "post_stratified" and len(_strata(comparison)) < 2:  # noqa: PLR2004
        return "the experiment logged fewer than two strata"
    return None


def _covariate_lack(comparison):
    arms = (comparison.treated, comparison.control)
    if any(np.isnan(arm.mean[estimators.NUMERATOR_COVARIATE]) for arm in arms):
        return "no unit has a value of the covariate"
    both = estimators.combined(*arms)
    if not abs(both.mean[estimators.DENOMINATOR_COVARIATE]) > 0 or any(
        arm.mean[estimators.DENOMINATOR_COVARIATE] == 0 for arm in arms
    ):
        return "the covariate's denominators add up to 0"
    return None


def _strata(comparison):
    return comparison.treated_strata.keys() | comparison.control_strata.keys()


def _values(comparison):
    """The arms' own values, which may be known where their difference is not."""
    if comparison.metric_type == "incremental_ratio":
        return {}
    values = {}
    for column, arm in (("arm_value", comparison.treated), ("control_value", comparison.control)):
        denominator = arm.mean[estimators.DENOMINATOR]
        if arm.count and denominator > 0:
            values[column] = float(arm.mean[estimators.NUMERATOR] / denominator)
    return values


def _difference_by(comparison, method, levels):
    if method.startswith("z_"):
        return _proportion_test(comparison, method, levels)
    removed = None
    if method.endswith("cuped"):
        *arms, removed = estimators.cuped(comparison.treated, comparison.control)
    elif method == "post_stratified":
        arms = estimators.post_stratified(comparison.treated_strata, comparison.control_strata)
        if arms is None:
            return _values(comparison), "the small strata together lack units in one of the arms"
    else:
        arms = estimators.plain(comparison.treated, comparison.control)
        if method == "anytime_valid" and comparison.metric_type == "proportion":
            arms = [_with_binomial_variance(arm) for arm in arms]
    treated, control = arms
    variance = treated.error_variance + control.error_variance
    if not variance > 0:
        return _values(comparison), "the metric does not vary in either arm"
    look = _look(method, treated, control, levels)
    result = {
        "arm_value": treated.value,
        "control_value": control.value,
        "removed_variance_rate": removed,
        **_interval(treated.value - control.value, sqrt(variance), look, levels),
        **_relative(treated, control, method, levels),
    }
    return result, None


def _with_binomial_variance(arm):
    """The arm with the variance p (1 - p) that sequential tests of proportions plug in."""
    variance = arm.error_variance * (arm.count - 1) / arm.count
    return estimators.Arm(arm.value, variance, arm.freedom, arm.count)


def _look(method, treated, control, levels):
    """The distribution that an interval of the difference is read from."""
    if method.startswith("anytime_valid"):
        return EveryLook(treated.count + control.count, levels.tuning, 1 - levels.single)
    return FixedLook(
        welch_freedom(
            treated.error_variance, treated.freedom, control.error_variance, control.freedom
        )
    )


def _interval(estimate, standard_error, look, levels):
    half = look.multiplier(levels.single) * standard_error
    wide = look.multiplier(levels.simultaneous) * standard_error
    statistic = estimate / standard_error
    freedom = getattr(look, "freedom", None)
    return {
        "estimate": estimate,
        "standard_error": standard_error,
        "degrees_of_freedom": None if freedom in (None, inf) else freedom,
        "statistic": statistic,
        "lower": estimate - half,
        "upper": estimate + half,
        "simultaneous_lower": estimate - wide,
        "simultaneous_upper": estimate + wide,
        "p_value": look.p_value(statistic),
    }


def _relative(treated, control, method, levels):
    """Lift over the control, with an interval made on the logarithm of the ratio of the values."""
    if not (treated.value > 0 and control.value > 0):
        return {}
    logged = [
        estimators.Arm(log(arm.value), arm.error_variance / arm.value**2, arm.freedom, arm.count)
        for arm in (treated, control)
    ]
    error = sqrt(sum(arm.error_variance for arm in logged))
    half = _look(method, *logged, levels).multiplier(levels.single) * error
    return _lift(treated.value / control.value, half)


def _lift(ratio, half):
    if half > LARGEST_LOG_RATIO:
        return {"relative_estimate": ratio - 1}
    return {
        "relative_estimate": ratio - 1,
        "relative_lower": ratio * exp(-half) - 1,
        "relative_upper": ratio * exp(half) - 1,
    }


def _proportion_test(comparison, method, levels):
    """Test of equal proportions, which pools the arms for its p-value.

    With the continuity correction the interval is pooled too, as in tea-tasting; without it the
    interval is Wald's, as in statsmodels.
    """
    treated, control = estimators.plain(comparison.treated, comparison.control)
    pooled = estimators.pooled_proportion(comparison.treated, comparison.control)
    pooled_error = sqrt(pooled * (1 - pooled) * (1 / treated.count + 1 / control.count))
    if not pooled_error > 0:
        return _values(comparison), "the metric does not vary in either arm"
    estimate = treated.value - control.value
    if method == "z_continuity_corrected":
        correction = (1 / treated.count + 1 / control.count) / 2
        error, log_error = pooled_error, pooled_error / pooled
        shrunk = max(abs(estimate) - correction, 0.0) if estimate else 0.0
    else:
        correction = 0.0
        variances = [arm.value * (1 - arm.value) / arm.count for arm in (treated, control)]
        error = sqrt(sum(variances))
        log_error = sqrt(
            sum(
                variance / arm.value**2 if arm.value else inf
                for variance, arm in zip(variances, (treated, control), strict=True)
            )
        )
        shrunk = abs(estimate)
    normal = FixedLook(inf)
    statistic = np.copysign(shrunk / pooled_error, estimate)
    half, wide = (
        normal.multiplier(level) * error + correction
        for level in (levels.single, levels.simultaneous)
    )
    result = {
        "arm_value": treated.value,
        "control_value": control.value,
        "estimate": estimate,
        "standard_error": error,
        "statistic": float(statistic),
        "lower": max(estimate - half, -1.0),
        "upper": min(estimate + half, 1.0),
        "simultaneous_lower": max(estimate - wide, -1.0),
        "simultaneous_upper": min(estimate + wide, 1.0),
        "p_value": float(2 * special.ndtr(-abs(statistic))),
    }
    if treated.value > 0 and control.value > 0:
        log_half = normal.multiplier(levels.single) * log_error + correction / control.value
        result |= _lift(treated.value / control.value, log_half)
    return result, None


def _incremental_ratio(comparison, method, levels):
    """What the arm adds to the numerator for each unit that it adds to the denominator."""
    arms = (comparison.treated, comparison.control)
    first, second = estimators.NUMERATOR, estimators.DENOMINATOR
    gap = comparison.treated.mean - comparison.control.mean
    covariance = sum(arm.covariance / arm.count for arm in arms)
    if gap[second] == 0:
        return {}, "the arms do not differ in the denominator"
    ratio = float(gap[first] / gap[second])
    # The variance of numerator - ratio x denominator, arm by arm.
    form = np.array([1.0, -ratio])
    both = np.ix_([first, second], [first, second])
    residuals = [
        estimators.Arm(
            0.0, float(form @ arm.covariance[both] @ form) / arm.count, arm.count - 1, arm.count
        )
        for arm in arms
    ]
    look = _look(method, *residuals, levels)
    differences = (
        (gap[first], covariance[first, first]),
        (gap[second], covariance[second, second]),
        covariance[first, second],
    )
    ends = [
        fieller_interval(*differences, look.multiplier(level)) or (None, None)
        for level in (levels.single, levels.simultaneous)
    ]
    error = sqrt(max(sum(arm.error_variance for arm in residuals), 0.0)) / abs(gap[second])
    result = {
        "estimate": ratio,
        "standard_error": float(error),
        "lower": ends[0][0],
        "upper": ends[0][1],
        "simultaneous_lower": ends[1][0],
        "simultaneous_upper": ends[1][1],
    }
    if ends[0][0] is None:
        return result, (
            "the interval has no bounds: the arms may not differ in the denominator at all"
        )
    return result, None
