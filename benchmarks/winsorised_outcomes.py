"""What learners find and earn by winsorised outcomes, in simulated trials whose truth is known.

Usage: python benchmarks/winsorised_outcomes.py [--units 2000] [--seeds 12] [--kinds medium heavy]

Three arms; what a customer brings is 0 for most, and an amount for the others: lognormal with a
light, medium or heavy tail, for rare buyers, or a count. One action brings more buyers, the other
larger amounts. Learners see outcomes pulled in to a quantile of those that are not 0; errors and
values are those of outcomes as they are.
"""

import argparse

import numpy as np
import pandas as pd

from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import Trial, make_trial
from python_ml.learners import make_learner
from python_ml.progress import tracked

# Log-odds of buying, and the standard deviation of the logarithm of the amount; None: counts.
KINDS = {
    "light": (-1.4, 0.8),
    "medium": (-1.4, 1.3),
    "heavy": (-1.4, 1.8),
    "rare": (-3.5, 1.3),
    "count": (-1.4, None),
}
QUANTILES = (1, 0.999, 0.99, 0.98, 0.95, 0.9, 0.8)
# In the order in which the first of equally good ones wins.
LEARNERS = ("constant_effect", "risk", "x_forest", "t_forest")
ARMS = 3
FEATURES = 8
CUSTOMERS = 20_000


def draw(kind: str, count: int, rng: np.random.Generator) -> tuple:
    """Units of a trial.

    Args:
        kind: one of `KINDS`.
        count: number of units, n.
        rng: random numbers.

    Returns:
        tuple: (n, p) features, (n,) actions, (n,) outcomes and (n, 3) mean outcomes of each action.
    """
    log_odds, deviation = KINDS[kind]
    X = rng.normal(size=(count, FEATURES)).astype(np.float32)
    base = log_odds + 0.6 * X[:, 0] + 0.3 * X[:, 1]
    more_buyers = 0.5 * (X[:, 3] > 0)
    fewer_regulars = 0.2 - 0.4 * (X[:, 0] > 0)
    buying = 1 / (1 + np.exp(-np.stack([base, base + more_buyers, base + fewer_regulars], 1)))
    level = 3.5 + 0.5 * X[:, 1] + 0.3 * X[:, 2]
    levels = np.stack([level, level, level + 0.35 * (X[:, 4] > 0)], axis=1)
    amounts = 1 + np.exp(levels - 3) if deviation is None else np.exp(levels + deviation**2 / 2)
    action = rng.integers(0, ARMS, count)
    own = np.arange(count), action
    buys = rng.random(count) < buying[own]
    if deviation is None:
        amount = 1 + rng.poisson(rng.gamma(0.7, np.exp(levels[own] - 3) / 0.7))
    else:
        amount = np.exp(levels[own] + deviation * rng.normal(size=count))
    return X, action, np.where(buys, amount, 0.0), buying * amounts


def winsorised(outcome: np.ndarray, quantile: float) -> np.ndarray:
    """Outcomes as int_uplift_outcomes_winsorised has them.

    Args:
        outcome: (n,) float.
        quantile: in (0, 1].

    Returns:
        (n,) float.
    """
    magnitudes = np.sort(np.abs(outcome[outcome != 0]))
    bound = magnitudes[int(np.ceil(quantile * len(magnitudes))) - 1]
    return np.clip(outcome, -bound, bound)


def judge(kind: str, unit_count: int, seed: int) -> list[dict]:
    """What each learner, and the winner of the race, find and earn, by quantile.

    Args:
        kind: one of `KINDS`.
        unit_count: number of units of the trial.
        seed: int.

    Returns:
        list of dict: kind, quantile, learner, error (root mean squared, in standard deviations of
        the true effects), bias (in their mean magnitudes) and value (of the best possible).
    """
    rng = np.random.default_rng([seed, unit_count, sum(map(ord, kind))])
    X, action, outcome, _ = draw(kind, unit_count, rng)
    X_new, _, _, truth = draw(kind, CUSTOMERS, rng)
    effects = truth[:, 1:] - truth[:, :1]
    # Half of what an action does on average, so that it is not worth it for many.
    cost = np.abs(effects).mean(axis=0) / 2
    fold = rng.permutation(np.arange(unit_count) % 5)
    propensity = np.full((unit_count, ARMS), 1 / ARMS)
    rows = []
    for quantile in QUANTILES:
        learnt = winsorised(outcome, quantile)
        trial = make_trial(X, action, learnt, propensity, fold=fold)
        means = cross_fitted_outcome_means(trial, seed=1)
        values = {}
        for name in LEARNERS:
            uplift = make_learner(name, 1).fit_trial(trial, means).predict(X_new)
            error = uplift - effects
            best = np.maximum(effects - cost, 0).max(axis=1).mean()
            values[name] = _earned(uplift, effects, cost).mean() / best
            rows.append(
                {
                    "learner": name,
                    "quantile": quantile,
                    "error": np.sqrt((error**2).mean()) / effects.std(),
                    "bias": error.mean() / np.abs(effects).mean(),
                    "value": values[name],
                },
            )
        makers = {name: lambda name=name: make_learner(name, 1) for name in LEARNERS}
        uplifts = out_of_fold_uplift(makers, trial, seed=1)
        for judged, by in (("outcomes", outcome), ("winsorised outcomes", learnt)):
            winner = _winner(uplifts, trial.with_outcome(by), means, cost)
            rows.append(
                {"learner": f"race by {judged}", "quantile": quantile, "value": values[winner]}
            )
    return [{"kind": kind, "seed": seed} | row for row in rows]


def _earned(uplift, effects, cost):
    """What each customer brings where whatever is worth most by the uplift is done."""
    expected = uplift - cost
    chosen = (effects - cost)[np.arange(len(uplift)), expected.argmax(axis=1)]
    return np.where(expected.max(axis=1) > 0, chosen, 0)


def _winner(uplifts: dict, trial: Trial, means: np.ndarray, cost: np.ndarray) -> str:
    """The first that is no more than one standard error behind the best, as in the build's race."""
    scores = trial.doubly_robust_scores(means)
    differences = scores[:, 1:] - scores[:, :1]
    earned = {name: _earned(uplift, differences, cost) for name, uplift in uplifts.items()}
    best = max(earned.values(), key=np.mean)
    for name, own in earned.items():
        behind = best - own
        if behind.mean() <= behind.std() / np.sqrt(len(behind)):
            return name
    raise AssertionError


def as_table(rows: pd.DataFrame) -> str:
    """Means with standard errors, and paired differences from outcomes as they are, in Markdown.

    Args:
        rows: of `judge`.

    Returns:
        str.
    """
    quantiles = [quantile for quantile in QUANTILES if quantile < 1]
    heads = ["outcome", "learner", "measure", "as it is", *map(str, quantiles)]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for (kind, learner), own in rows.groupby(["kind", "learner"], sort=False):
        for measure in ("error", "bias", "value"):
            wide = own.pivot_table(index="seed", columns="quantile", values=measure)
            if not len(wide):
                continue
            cells = [_with_error(wide[1], "")]
            cells += [_with_error(wide[quantile] - wide[1], "+") for quantile in quantiles]
            lines.append(f"| {kind} | {learner} | {measure} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _with_error(values, sign):
    return f"{values.mean():{sign}.3f} ± {values.std() / np.sqrt(len(values)):.3f}"


def main() -> None:
    """Draw the trials, fit the learners, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=KINDS)
    arguments = parser.parse_args()
    trials = [(kind, seed) for kind in arguments.kinds for seed in range(arguments.seeds)]
    rows = [
        row
        for kind, seed in tracked(trials, "Trials")
        for row in judge(kind, arguments.units, seed)
    ]
    print(as_table(pd.DataFrame(rows)))


if __name__ == "__main__":
    main()
