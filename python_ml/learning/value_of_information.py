"""What knowing a persuasion rate better would be worth, before anybody has asked.

Raiffa and Schlaifer (1961), "Applied Statistical Decision Theory", chapters 4 and 5: the value of
sample information is what decisions by the posterior mean earn more than those by the prior mean,
averaged over what the sample may show. The persuasion rate has a Beta distribution, and the gain
of a customer is linear in it, so that both values are sums without simulation.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special, stats


@dataclass(frozen=True)
class BetaPrior:
    """What is held of a persuasion rate.

    Attributes:
        successes: first parameter of the Beta distribution, above 0.
        failures: second parameter, above 0.
    """

    successes: float
    failures: float

    def __post_init__(self) -> None:
        """Refuse what is no distribution.

        Raises:
            ValueError: if a parameter is not above 0.
        """
        if not (self.successes > 0 and self.failures > 0):
            raise ValueError(
                "Both parameters of a Beta prior must be above 0: state a persuasion rate above 0 "
                "and below 1, worth more than 0 observations."
            )

    @property
    def mean(self) -> float:
        """The persuasion rate that is expected."""
        return self.successes / (self.successes + self.failures)


@dataclass(frozen=True)
class Stakes:
    """Groups of customers whom the action pays for from about the same persuasion rate on.

    Attributes:
        value: (g,) money that a group brings at a persuasion rate of 1.
        outlay: (g,) money that it takes to act on the group: costs, and what is forgone elsewhere.
    """

    value: np.ndarray
    outlay: np.ndarray

    def gain(self, rates: np.ndarray) -> np.ndarray:
        """What is earned if all groups are acted on that the action pays for.

        Args:
            rates: (r,) persuasion rates that are decided by.

        Returns:
            (r,) money.
        """
        return np.maximum(np.multiply.outer(rates, self.value) - self.outlay, 0.0).sum(axis=1)


def persuasion_trials(arm_count: float, persuasion_rate: float, baseline: float) -> float:
    """Direct observations of persuasion that a two-armed experiment is worth.

    An experiment sees only whether the goal is reached: its estimate of the persuasion rate is the
    difference of two proportions over the share that would not reach the goal by itself. So many
    direct observations have the same variance.

    Args:
        arm_count: units of either arm.
        persuasion_rate: in (0, 1), what is expected.
        baseline: in [0, 1], share that reaches the goal by itself.

    Returns:
        float; 0 where everybody reaches the goal by themselves.
    """
    at_risk = 1 - baseline
    treated = baseline + persuasion_rate * at_risk
    variance = treated * (1 - treated) + baseline * (1 - baseline)
    if at_risk <= 0 or variance <= 0:
        return 0.0
    return arm_count * persuasion_rate * (1 - persuasion_rate) * at_risk**2 / variance


def value_of_sample_information(prior: BetaPrior, trials: float, stakes: Stakes) -> float:
    """What decisions gain by so many observations of persuasion.

    Args:
        prior: BetaPrior.
        trials: observations, rounded down to a whole number.
        stakes: Stakes.

    Returns:
        float: money, at least 0.
    """
    count = int(trials)
    successes = np.arange(count + 1)
    chances = stats.betabinom.pmf(successes, count, prior.successes, prior.failures)
    posterior_means = (prior.successes + successes) / (prior.successes + prior.failures + count)
    # The chances of rounded sums may miss 1 by a little; both terms are weighted by them.
    informed = chances @ stakes.gain(posterior_means) / chances.sum()
    return max(float(informed - stakes.gain(np.array([prior.mean]))[0]), 0.0)


def value_of_perfect_information(prior: BetaPrior, stakes: Stakes) -> float:
    """What decisions would gain if the persuasion rate were known: the most a sample may be worth.

    Args:
        prior: BetaPrior.
        stakes: Stakes.

    Returns:
        float: money, at least 0.
    """
    threshold = np.divide(
        np.minimum(stakes.outlay, stakes.value),
        stakes.value,
        out=np.ones_like(stakes.value),
        where=stakes.value > 0,
    )
    reached = special.betaincc(prior.successes, prior.failures, threshold)
    mean_above = prior.mean * special.betaincc(prior.successes + 1, prior.failures, threshold)
    informed = (stakes.value * mean_above - stakes.outlay * reached).sum()
    return max(float(informed - stakes.gain(np.array([prior.mean]))[0]), 0.0)
