"""How often each method errs, on simulated experiments whose truth is known."""

from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from python_ml.experiments.comparison import METHODS, Comparison, Levels, compare
from python_ml.experiments.estimators import MINIMUM_UNIT_COUNT
from python_ml.experiments.moments import Moments

DAYS = 28
LEVEL = 0.95
TUNING = 5000
STRATA = 4
# Correlation of the covariate with the outcome of the mean.
CORRELATION = 0.6
# What the treatment adds in the experiments with an effect, in the unit of each metric.
EFFECTS = {"proportion": 0.05, "mean": 0.2, "ratio": 0.02, "incremental_ratio": 3.0}
METRIC_TYPES = tuple(EFFECTS)
# Experiments that one process draws from a seed of their own, so that processes change nothing.
CHUNK = 100
PEEKED_METHODS = ("welch", "anytime_valid", "anytime_valid_cuped")


def measure_error_rates(*, experiment_count: int, unit_count: int, seed: int) -> list[dict]:
    """Errors of all methods, at one look and at a look every day.

    Args:
        experiment_count: experiments without an effect, and as many with one.
        unit_count: units of each experiment, in two arms.
        seed: int.

    Returns:
        list of dict: metric_type, method, false_positive_rate, coverage_rate, peeking_rate (share
        of the experiments without an effect that look significant on some day; None for methods
        that are not meant for peeking, welch excepted) and removed_variance_rate (mean; None
        without covariate).
    """
    sizes = [min(CHUNK, experiment_count - start) for start in range(0, experiment_count, CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))
    with ProcessPoolExecutor() as processes:
        chunks = list(processes.map(partial(_tally_chunk, unit_count), sizes, seeds))
    tallies = defaultdict(lambda: defaultdict(list))
    for chunk in chunks:
        for key, tally in chunk.items():
            for name, values in tally.items():
                tallies[key][name].extend(values)
    return [
        {
            "metric_type": metric_type,
            "method": method,
            "false_positive_rate": _mean(tally["false_positive"]),
            "coverage_rate": _mean(tally["covered"]),
            "peeking_rate": _mean(tally["peeked"]),
            "removed_variance_rate": _mean(tally["removed"]),
        }
        for (metric_type, method), tally in tallies.items()
    ]


def _tally_chunk(unit_count, experiment_count, seed):
    rng = np.random.default_rng(seed)
    tallies = {
        (metric_type, method): defaultdict(list)
        for metric_type in METRIC_TYPES
        for method in METHODS[metric_type]
    }
    for metric_type in METRIC_TYPES:
        for has_effect in (False, True):
            for _ in range(experiment_count):
                units = _draw(rng, metric_type, unit_count, EFFECTS[metric_type] * has_effect)
                _tally(tallies, metric_type, units, has_effect=has_effect)
    return tallies


def _mean(values):
    return float(np.mean(values)) if values else None


def _draw(rng, metric_type, unit_count, effect):
    """Arm, day, stratum and the four variables of every unit, and the true effect."""
    is_treated = rng.permutation(unit_count) % 2 == 1
    day = rng.integers(DAYS, size=unit_count)
    x = rng.normal(size=unit_count)
    ones = np.ones(unit_count)
    noise = rng.normal(size=unit_count)
    if metric_type == "proportion":
        rate = 0.3 + 0.1 * np.tanh(x) + effect * is_treated
        values = [(rng.random(unit_count) < rate).astype(float), ones, x, ones]
    elif metric_type == "mean":
        y = CORRELATION * x + np.sqrt(1 - CORRELATION**2) * noise + effect * is_treated
        values = [y, ones, x, ones]
    elif metric_type == "ratio":
        sessions = 1.0 + rng.poisson(np.exp(1.5 + 0.3 * x))
        orders = rng.binomial(sessions.astype(int), 0.1 + effect * is_treated).astype(float)
        earlier_sessions = 1.0 + rng.poisson(np.exp(1.5 + 0.3 * x))
        earlier_orders = rng.binomial(earlier_sessions.astype(int), 0.1).astype(float)
        values = [orders, sessions, earlier_orders, earlier_sessions]
    else:
        # Every unit of the denominator that the treatment adds brings `effect` of the numerator.
        denominator = noise + 0.4 * is_treated
        values = [rng.normal(size=unit_count) + effect * denominator, denominator, x, ones]
    stratum = np.searchsorted([-0.67, 0.0, 0.67], x)
    return is_treated, day, stratum, np.array(values), effect


def _tally(tallies, metric_type, units, *, has_effect):
    levels = Levels(LEVEL, LEVEL, TUNING)
    is_treated, day, stratum, values, effect = units
    comparison = _comparison(metric_type, is_treated, stratum, values)
    for method in METHODS[metric_type]:
        result, reason = compare(comparison, method, levels)
        tally = tallies[metric_type, method]
        if reason is not None and result["lower"] is None:
            # Without bounds the interval holds every value.
            tally["covered"].append(True)
            continue
        tally["covered"].append(result["lower"] <= effect <= result["upper"])
        if not has_effect:
            tally["false_positive"].append(not result["lower"] <= 0 <= result["upper"])
        if result["removed_variance_rate"] is not None:
            tally["removed"].append(result["removed_variance_rate"])
    if not has_effect:
        for method in set(METHODS[metric_type]) & set(PEEKED_METHODS):
            tally = tallies[metric_type, method]
            looks = _daily_comparisons(metric_type, is_treated, day, values)
            tally["peeked"].append(any(_excludes_zero(look, method, levels) for look in looks))


def _excludes_zero(comparison, method, levels):
    result, _ = compare(comparison, method, levels)
    return result["lower"] is not None and not result["lower"] <= 0 <= result["upper"]


def _comparison(metric_type, is_treated, stratum, values):
    arms = [_moments(values[:, is_treated == arm]) for arm in (True, False)]
    strata = [
        {
            code: _moments(values[:, (is_treated == arm) & (stratum == code)])
            for code in range(STRATA)
        }
        for arm in (True, False)
    ]
    return Comparison(metric_type, *arms, *strata)


def _daily_comparisons(metric_type, is_treated, day, values):
    """The experiment as it stood at the end of every day."""
    for today in range(DAYS):
        known = day <= today
        yield Comparison(
            metric_type,
            *(_moments(values[:, known & (is_treated == arm)]) for arm in (True, False)),
        )


def _moments(values):
    count = values.shape[1]
    if count < MINIMUM_UNIT_COUNT:
        return Moments(count, np.full(4, np.nan), np.full((4, 4), np.nan))
    mean = values.mean(axis=1)
    centred = values - mean[:, None]
    return Moments(count, mean, centred @ centred.T / (count - 1))
