"""Simulated trials of the literature, whose effects are known: Nie and Wager's and Künzel's.

All have one action beside control and noise of standard deviation 1. Nie and Wager's (2021) setups
A to D have 12 features; Künzel et al. (2019) simulate six trials of 5 or 20 features.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import beta

NEW_UNITS = 5_000
NIE_WAGER_FEATURES = 12
# Partial correlations of features are Beta(10, 10), stretched to -1 and 1: weak ones.
VINE_SHAPE = 10
# As published, 1% of Künzel's first trial are treated: of small trials too few to learn from.
FEWEST_TREATED = 80


@dataclass(frozen=True)
class SimulatedTrial:
    """Units of a trial, and others whose effects are to be predicted.

    Attributes:
        X: (n, p) features.
        action: (n,) 0 = control, 1.
        outcome: (n,).
        propensity: (n, 2), control first.
        effect: (n,) true effects.
        X_new: (m, p) features of units that were not in the trial.
        propensity_new: (m, 2).
        effect_new: (m,) true effects.
    """

    X: np.ndarray
    action: np.ndarray
    outcome: np.ndarray
    propensity: np.ndarray
    effect: np.ndarray
    X_new: np.ndarray
    propensity_new: np.ndarray
    effect_new: np.ndarray

    @property
    def scale(self) -> float:
        """Standard deviation of the effects, or of the outcomes if all effects are the same."""
        spread = self.effect_new.std()
        return float(spread if spread > 0 else self.outcome.std())


@dataclass(frozen=True)
class Population:
    """What decides a trial: features, propensity of treatment, untreated mean and effect of units.

    Attributes:
        X: (n, p).
        propensity: (n,) or a scalar.
        untreated: (n,) mean of the outcome without treatment.
        effect: (n,) or a scalar.
    """

    X: np.ndarray
    propensity: np.ndarray | float
    untreated: np.ndarray
    effect: np.ndarray | float


def simulate_trial(name: str, unit_count: int, draw: int) -> SimulatedTrial:
    """Draw a trial.

    Args:
        name: one of `SIMULATIONS`.
        unit_count: number of units, n.
        draw: int; each gives another trial, the same every time.

    Returns:
        SimulatedTrial: with `NEW_UNITS` new units of the same population.
    """
    rng = np.random.default_rng([zlib.crc32(name.encode()), unit_count, draw])
    total = unit_count + NEW_UNITS
    population = SIMULATIONS[name](rng, total, unit_count)
    treated = np.broadcast_to(population.propensity, total)
    effect = np.broadcast_to(population.effect, total)
    action = (rng.random(unit_count) < treated[:unit_count]).astype(int)
    outcome = population.untreated[:unit_count] + action * effect[:unit_count]
    propensity = np.stack([1 - treated, treated], axis=1)
    return SimulatedTrial(
        population.X[:unit_count],
        action,
        outcome + rng.normal(size=unit_count),
        propensity[:unit_count],
        effect[:unit_count],
        population.X[unit_count:],
        propensity[unit_count:],
        effect[unit_count:],
    )


def centred(X: np.ndarray, propensity: np.ndarray | float, mean: np.ndarray, effect) -> Population:
    """A population of Nie and Wager, who give the mean halfway between both actions.

    Args:
        X: (n, p).
        propensity: (n,) or a scalar.
        mean: (n,) halfway between the means with and without treatment.
        effect: (n,) or a scalar.

    Returns:
        Population.
    """
    return Population(X, propensity, mean - effect / 2, effect)


def nie_wager_a(rng: np.random.Generator, count: int, _: int) -> Population:
    """Difficult nuisances and an easy effect."""
    X = rng.random((count, NIE_WAGER_FEATURES))
    wave = np.sin(np.pi * X[:, 0] * X[:, 1])
    mean = wave + 2 * (X[:, 2] - 0.5) ** 2 + X[:, 3] + 0.5 * X[:, 4]
    return centred(X, np.clip(wave, 0.1, 0.9), mean, (X[:, 0] + X[:, 1]) / 2)


def nie_wager_b(rng: np.random.Generator, count: int, _: int) -> Population:
    """A randomised trial, every second unit treated."""
    X = rng.normal(size=(count, NIE_WAGER_FEATURES))
    mean = np.maximum(0, np.maximum(X[:, 0] + X[:, 1], X[:, 2])) + np.maximum(0, X[:, 3] + X[:, 4])
    return centred(X, 0.5, mean, X[:, 0] + np.log1p(np.exp(X[:, 1])))


def nie_wager_c(rng: np.random.Generator, count: int, _: int) -> Population:
    """Easy propensities, a difficult outcome, and the same effect for all."""
    X = rng.normal(size=(count, NIE_WAGER_FEATURES))
    mean = 2 * np.log1p(np.exp(X[:, 0] + X[:, 1] + X[:, 2]))
    return centred(X, 1 / (1 + np.exp(X[:, 1] + X[:, 2])), mean, 1.0)


def nie_wager_d(rng: np.random.Generator, count: int, _: int) -> Population:
    """Treated and untreated units have nothing in common."""
    X = rng.normal(size=(count, NIE_WAGER_FEATURES))
    first, second = np.maximum(X[:, :3].sum(axis=1), 0), np.maximum(X[:, 3] + X[:, 4], 0)
    propensity = 1 / (1 + np.exp(-X[:, 0]) + np.exp(-X[:, 1]))
    return centred(X, propensity, (first + second) / 2, first - second)


def kuenzel_1(rng: np.random.Generator, count: int, unit_count: int) -> Population:
    """Unbalanced, with a simple effect: few are treated, 1% or `FEWEST_TREATED`."""
    X = correlated_features(rng, count, 20)
    untreated = X @ rng.uniform(-5, 5, size=20) + 5 * (X[:, 0] > 0.5)  # noqa: PLR2004
    return Population(
        X,
        max(0.01, FEWEST_TREATED / unit_count),
        untreated,
        8.0 * (X[:, 1] > 0.1),  # noqa: PLR2004
    )


def kuenzel_2(rng: np.random.Generator, count: int, _: int) -> Population:
    """Balanced, with linear outcomes that have nothing in common."""
    X = correlated_features(rng, count, 20)
    untreated, treated = X @ rng.uniform(1, 30, size=20), X @ rng.uniform(1, 30, size=20)
    return Population(X, 0.5, untreated, treated - untreated)


def kuenzel_3(rng: np.random.Generator, count: int, _: int) -> Population:
    """Balanced, with outcomes that are not linear and opposite to each other."""
    X = correlated_features(rng, count, 20)
    steps = 2 / (1 + np.exp(-12 * (X[:, :2] - 0.5)))
    effect = steps[:, 0] * steps[:, 1]
    return Population(X, 0.5, -effect / 2, effect)


def kuenzel_4(rng: np.random.Generator, count: int, _: int) -> Population:
    """No effect, and a linear outcome."""
    X = correlated_features(rng, count, 5)
    return Population(X, 0.5, X @ rng.uniform(1, 30, size=5), 0.0)


def kuenzel_5(rng: np.random.Generator, count: int, _: int) -> Population:
    """No effect, and an outcome that is linear in three pieces."""
    X = correlated_features(rng, count, 20)
    products = X * rng.uniform(-15, 15, size=20)
    pieces = [products[:, first : first + 5].sum(axis=1) for first in (0, 5, 10)]
    piece = np.digitize(X[:, 19], (-0.4, 0.4))
    return Population(X, 0.5, np.choose(piece, pieces), 0.0)


def kuenzel_6(rng: np.random.Generator, count: int, _: int) -> Population:
    """No effect, and who is treated depends on what the outcome depends on."""
    X = rng.random((count, 20))
    return Population(X, (1 + beta.pdf(X[:, 0], 2, 4)) / 4, 2 * X[:, 0] - 1, 0.0)


def correlated_features(rng: np.random.Generator, count: int, features: int) -> np.ndarray:
    """Standard normal features whose correlations are drawn by a vine.

    Args:
        rng: numpy Generator.
        count: number of units, n.
        features: number of features, p.

    Returns:
        (n, p) float64.

    Source: the C-vine of Lewandowski, Kurowicka and Joe (2009), Generating random correlation
    matrices based on vines and extended onion method, section 2.4.
    """
    partial = 2 * rng.beta(VINE_SHAPE, VINE_SHAPE, size=(features, features)) - 1
    correlation = np.eye(features)
    for first in range(features - 1):
        for second in range(first + 1, features):
            value = partial[first, second]
            for given in range(first - 1, -1, -1):
                kept = (1 - partial[given, first] ** 2) * (1 - partial[given, second] ** 2)
                value = value * np.sqrt(kept) + partial[given, first] * partial[given, second]
            correlation[first, second] = correlation[second, first] = value
    return rng.normal(size=(count, features)) @ np.linalg.cholesky(correlation).T


SIMULATIONS: dict[str, Callable[[np.random.Generator, int, int], Population]] = {
    "Nie and Wager A": nie_wager_a,
    "Nie and Wager B": nie_wager_b,
    "Nie and Wager C": nie_wager_c,
    "Nie and Wager D": nie_wager_d,
    "Künzel 1": kuenzel_1,
    "Künzel 2": kuenzel_2,
    "Künzel 3": kuenzel_3,
    "Künzel 4": kuenzel_4,
    "Künzel 5": kuenzel_5,
    "Künzel 6": kuenzel_6,
}
