"""Intervals and p-values of an estimate: at one look, or at every look."""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

from scipy import special


@dataclass(frozen=True)
class FixedLook:
    """Student's t with the degrees of freedom of Welch and Satterthwaite.

    Attributes:
        freedom: degrees of freedom; inf for the normal distribution.
    """

    freedom: float

    def multiplier(self, level: float) -> float:
        """Half the width of the interval, in standard errors.

        Args:
            level: of the interval, in (0, 1).

        Returns:
            float.
        """
        probability = (1 + level) / 2
        if self.freedom == inf:
            return float(special.ndtri(probability))
        return float(special.stdtrit(self.freedom, probability))

    def p_value(self, statistic: float) -> float:
        """Two-sided p-value.

        Args:
            statistic: estimate in standard errors.

        Returns:
            float: in [0, 1].
        """
        if self.freedom == inf:
            return float(2 * special.ndtr(-abs(statistic)))
        return float(2 * special.stdtr(self.freedom, -abs(statistic)))


@dataclass(frozen=True)
class EveryLook:
    """Asymptotic confidence sequence: valid at all looks together, however often one peeks.

    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021), "Time-uniform central limit theory and
    asymptotic confidence sequences", arXiv 2103.06476v7, equations 9, 155 and 161.

    Attributes:
        unit_count: units of both arms so far.
        tuning: number of units at which the interval is narrowest.
        alpha: 1 minus the level the sequence is tuned for.
    """

    unit_count: int
    tuning: float
    alpha: float

    def multiplier(self, level: float) -> float:
        """Half the width of the interval, in standard errors.

        Args:
            level: of the sequence, in (0, 1).

        Returns:
            float.
        """
        alpha = 1 - level
        mixed = self.unit_count * self._squared_rho(alpha)
        return sqrt(2 * (mixed + 1) / mixed * log(sqrt(mixed + 1) / alpha))

    def p_value(self, statistic: float) -> float:
        """Always-valid p-value: below alpha exactly when the interval leaves out 0.

        Args:
            statistic: estimate in standard errors.

        Returns:
            float: in [0, 1].
        """
        mixed = self.unit_count * self._squared_rho(self.alpha)
        evidence = mixed * statistic**2 / (2 * (mixed + 1)) - log(mixed + 1) / 2
        return 1.0 if evidence <= 0 else exp(-evidence)

    def _squared_rho(self, alpha):
        return (-2 * log(alpha) + log(-2 * log(alpha) + 1)) / self.tuning


def welch_freedom(
    one_variance: float, one_freedom: float, other_variance: float, other_freedom: float
) -> float:
    """Degrees of freedom of a sum of two estimated variances.

    Welch (1947), "The generalization of 'Student's' problem when several different population
    variances are involved".

    Args:
        one_variance: squared standard error of one arm's value.
        one_freedom: its degrees of freedom.
        other_variance: squared standard error of the other arm's value.
        other_freedom: its degrees of freedom.

    Returns:
        float: inf if both variances are 0.
    """
    parts = one_variance**2 / one_freedom + other_variance**2 / other_freedom
    # Squares of tiny variances vanish in floating point; the normal distribution is then as good.
    return (one_variance + other_variance) ** 2 / parts if parts > 0 else inf


def fieller_interval(
    numerator: tuple, denominator: tuple, covariance: float, multiplier: float
) -> tuple | None:
    """Interval of a ratio of two estimates.

    Fieller (1954), "Some problems in interval estimation".

    Args:
        numerator: tuple of estimate and variance.
        denominator: tuple of estimate and variance.
        covariance: of the two estimates.
        multiplier: half the width of an interval, in standard errors.

    Returns:
        tuple: lower and upper end; None if the interval is not bounded, because the denominator
        may be 0.
    """
    (top, top_variance), (bottom, bottom_variance) = numerator, denominator
    square = multiplier**2
    a = bottom**2 - square * bottom_variance
    b = top * bottom - square * covariance
    c = top**2 - square * top_variance
    if a <= 0:
        return None
    root = sqrt(max(b**2 - a * c, 0.0))
    return (b - root) / a, (b + root) / a
