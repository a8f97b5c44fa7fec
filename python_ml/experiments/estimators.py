"""Estimates of the difference between an arm and the control, each with its standard error.

Every estimator reduces an arm to an `Arm`: a value, the variance of one unit and the number of
units. A mean is a ratio over ones, so that one set of formulas serves all metrics.
"""

from dataclasses import dataclass
from itertools import starmap

import numpy as np

from python_ml.experiments.moments import Moments

NUMERATOR, DENOMINATOR, NUMERATOR_COVARIATE, DENOMINATOR_COVARIATE = range(4)
MINIMUM_UNIT_COUNT = 2


@dataclass(frozen=True)
class Arm:
    """One arm's value and how well it is known.

    Attributes:
        value: mean or ratio, in the metric's unit.
        error_variance: variance of `value`.
        freedom: degrees of freedom of that variance.
        count: units.
    """

    value: float
    error_variance: float
    freedom: float
    count: int


def plain(treated: Moments, control: Moments) -> tuple:
    """The arms as they are; ratios by the delta method.

    Args:
        treated: Moments of the arm.
        control: Moments of the control.

    Returns:
        tuple: Arm of the treated, Arm of the control.
    """
    return tuple(
        Arm(_ratio(arm, 0), _variance(arm) / arm.count, arm.count - 1, arm.count)
        for arm in (treated, control)
    )


def cuped(treated: Moments, control: Moments) -> tuple:
    """The arms after regression on a covariate from before the experiment.

    Deng, Xu, Kohavi and Walker (2013), "Improving the Sensitivity of Online Controlled Experiments
    by Utilizing Pre-Experiment Data", section 3; the coefficient comes from both arms together. A
    ratio is adjusted through its linearisation (delta method).

    Args:
        treated: Moments of the arm.
        control: Moments of the control.

    Returns:
        tuple: Arm of the treated, Arm of the control, share of the variance that was removed.
    """
    both = _pooled(treated, control)
    coefficient = _covariance(both) / _variance(both, 2) if _variance(both, 2) > 0 else 0.0
    centre = _ratio(both, 2)
    arms = []
    for arm in (treated, control):
        value = _ratio(arm, 0) - coefficient * (_ratio(arm, 2) - centre)
        variance = (
            _variance(arm) + coefficient**2 * _variance(arm, 2) - 2 * coefficient * _covariance(arm)
        )
        arms.append(Arm(value, max(variance, 0.0) / arm.count, arm.count - 1, arm.count))
    before = sum(_variance(arm) / arm.count for arm in (treated, control))
    after = sum(arm.error_variance for arm in arms)
    return *arms, 1 - after / before if before > 0 else 0.0


def post_stratified(treated_strata: dict, control_strata: dict) -> tuple | None:
    """The arms as if each stratum had the same share in both.

    Miratrix, Sekhon and Yu (2013), "Adjusting treatment effect estimates by post-stratification in
    randomized experiments", section 2. Strata with fewer than two units in an arm are put together.

    Args:
        treated_strata: dict of stratum -> Moments.
        control_strata: dict of stratum -> Moments.

    Returns:
        tuple: Arm of the treated, Arm of the control; None if the strata put together still lack
        units.
    """
    strata = _merged(treated_strata, control_strata)
    if strata is None:
        return None
    total = sum(one.count + other.count for one, other in strata)
    weights = np.array([(one.count + other.count) / total for one, other in strata])
    return tuple(starmap(_weighted_arm, ((arms, weights) for arms in zip(*strata, strict=True))))


def pooled_proportion(treated: Moments, control: Moments) -> float:
    """Success rate of both arms together.

    Args:
        treated: Moments of the arm, of a metric of zeros and ones.
        control: Moments of the control.

    Returns:
        float: in [0, 1].
    """
    successes = treated.mean[NUMERATOR] * treated.count + control.mean[NUMERATOR] * control.count
    return successes / (treated.count + control.count)


def combined(one: Moments, other: Moments) -> Moments:
    """Moments of two groups of units taken together.

    Args:
        one: Moments.
        other: Moments.

    Returns:
        Moments: as if they had been computed from all units.
    """
    return _pooled(one, other)


def _ratio(arm, first):
    return arm.mean[first] / arm.mean[first + 1]


def _linearised(first, mean):
    """Weights of the four variables in the linearisation of a ratio, as a (4,) vector."""
    weights = np.zeros(4)
    weights[first] = 1 / mean[first + 1]
    weights[first + 1] = -mean[first] / mean[first + 1] ** 2
    return weights


def _form(left, covariance, right):
    """The bilinear form, over the variables that take part only: absent ones are nan."""
    rows, columns = np.flatnonzero(left), np.flatnonzero(right)
    return float(left[rows] @ covariance[np.ix_(rows, columns)] @ right[columns])


def _variance(arm, first=0):
    weights = _linearised(first, arm.mean)
    return max(_form(weights, arm.covariance, weights), 0.0)


def _covariance(arm):
    return _form(_linearised(0, arm.mean), arm.covariance, _linearised(2, arm.mean))


def _pooled(one, other):
    """Chan, Golub and LeVeque (1983), "Algorithms for computing the sample variance"."""
    count = one.count + other.count
    mean = (one.count * one.mean + other.count * other.mean) / count
    gap = one.mean - other.mean
    scatter = (
        (one.count - 1) * one.covariance
        + (other.count - 1) * other.covariance
        + np.outer(gap, gap) * one.count * other.count / count
    )
    return type(one)(count, mean, scatter / (count - 1))


def _merged(treated_strata, control_strata):
    strata, small = [], []
    for name in sorted(treated_strata.keys() | control_strata.keys()):
        pair = treated_strata.get(name), control_strata.get(name)
        enough = all(arm is not None and arm.count >= MINIMUM_UNIT_COUNT for arm in pair)
        (strata if enough else small).append(pair)
    if not small:
        return strata
    pair = [_sum_of(arms) for arms in zip(*small, strict=True)]
    if any(arm is None or arm.count < MINIMUM_UNIT_COUNT for arm in pair):
        return None
    return [*strata, tuple(pair)]


def _sum_of(arms):
    """All groups together; a group of one has no scatter of its own."""
    present = [arm for arm in arms if arm is not None and arm.count]
    if not present:
        return None
    total = present[0]
    for arm in present[1:]:
        total = _pooled(_without_nan(total), _without_nan(arm))
    return total


def _without_nan(arm):
    scatter = arm.covariance if arm.count > 1 else np.where(np.isnan(arm.mean), np.nan, 0.0)
    return type(arm)(arm.count, arm.mean, np.broadcast_to(scatter, (4, 4)))


def _weighted_arm(arms, weights):
    means = sum(weight * arm.mean for weight, arm in zip(weights, arms, strict=True))
    form = _linearised(0, means)
    terms = np.array(
        [
            weight**2 * max(_form(form, arm.covariance, form), 0.0) / arm.count
            for weight, arm in zip(weights, arms, strict=True)
        ]
    )
    freedoms = np.array([arm.count - 1 for arm in arms])
    variance = float(terms.sum())
    # Welch and Satterthwaite.
    freedom = variance**2 / float((terms**2 / freedoms).sum()) if variance else freedoms.sum()
    count = sum(arm.count for arm in arms)
    return Arm(means[NUMERATOR] / means[DENOMINATOR], variance, float(freedom), count)
