"""Metrics of uplift models. Each name says whose definition it is, as packages differ.

Rows of equal uplift always count together, so that no metric depends on the order of the rows.
"""

from dataclasses import dataclass

import numpy as np

STRATEGIES = ("overall", "by_group")
# Standard errors from so many groups of units are known to 3%.
MOST_GROUPS = 500
MOST_QUANTILES = 200


@dataclass(frozen=True)
class _Ranked:
    """Cumulative totals after each group of equal scores, highest score first."""

    treated: np.ndarray  # (g,) weight of treated units so far
    control: np.ndarray
    treated_outcome: np.ndarray  # (g,) weighted outcomes of treated units so far
    control_outcome: np.ndarray

    @property
    def units(self) -> np.ndarray:
        """(g,) weight of all units so far."""
        return self.treated + self.control


def uplift_curve(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, weight: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative gain: difference of mean outcomes so far, times the units so far.

    Args:
        outcome: (n,) binary or continuous.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        weight: (n,) such as inverse propensities, or None for 1.

    Returns:
        ((m + 1,), (m + 1,)): weight of the units so far and gain, at 0 and after each distinct
        score.

    Raises:
        ValueError: if the arrays do not describe a trial; the sentence says why.

    Source: scikit-uplift's `uplift_curve`; Devriendt et al. (2020), Learning to rank for uplift
    modeling, section 3, "joint, absolute".
    """
    return _cumulative_gain(_rank(*_checked(outcome, uplift, treatment, weight)))


def qini_curve(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, weight: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes of the treated so far, less those of as many control units.

    Args:
        outcome: (n,) binary or continuous.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        weight: (n,) or None, as for `uplift_curve`.

    Returns:
        ((m + 1,), (m + 1,)): weight of the units so far and gain, at 0 and after each distinct
        score.

    Raises:
        ValueError: if the arrays do not describe a trial; the sentence says why.

    Source: Radcliffe (2007), Using control groups to target on predicted lift; scikit-uplift's
    `qini_curve`.
    """
    return _qini(_rank(*_checked(outcome, uplift, treatment, weight)))


def uplift_auc(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, weight: np.ndarray | None = None
) -> float:
    """Area between the uplift curve and the straight line, as a share of the best possible one.

    Args:
        outcome: (n,) 0 or 1.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        weight: (n,) or None, as for `uplift_curve`.

    Returns:
        float: 1 for the perfect ranking, 0 for a random one.

    Raises:
        ValueError: if the arrays do not describe a trial, the outcome is not 0 or 1, or no ranking
            differs from a random one.

    Source: scikit-uplift's `uplift_auc_score`.
    """
    outcome, uplift, treatment, weight = _checked(outcome, uplift, treatment, weight)
    _require_binary(outcome)
    perfect = _perfect_for_uplift(outcome, treatment, weight)
    return _normalised_area(
        uplift_curve(outcome, uplift, treatment, weight),
        uplift_curve(outcome, perfect, treatment, weight),
    )


def qini_auc(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, weight: np.ndarray | None = None
) -> float:
    """Area between the Qini curve and the straight line, as a share of the best possible one.

    Args:
        outcome: (n,) 0 or 1.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        weight: (n,) or None, as for `uplift_curve`.

    Returns:
        float: 1 for the perfect ranking, 0 for a random one.

    Raises:
        ValueError: if the arrays do not describe a trial, the outcome is not 0 or 1, or no ranking
            differs from a random one.

    Source: scikit-uplift's `qini_auc_score` with negative effects; Radcliffe (2007).
    """
    outcome, uplift, treatment, weight = _checked(outcome, uplift, treatment, weight)
    _require_binary(outcome)
    perfect = _perfect_for_qini(outcome, treatment)
    return _normalised_area(
        qini_curve(outcome, uplift, treatment, weight),
        qini_curve(outcome, perfect, treatment, weight),
    )


def uplift_at_k(
    outcome: np.ndarray,
    uplift: np.ndarray,
    treatment: np.ndarray,
    k: float = 0.3,
    strategy: str = "overall",
) -> float:
    """Difference of mean outcomes among the share k of highest scores.

    Where the cut falls between equal scores, they count in part: the expectation over all orders.

    Args:
        outcome: (n,) binary or continuous.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        k: share of units, in (0, 1].
        strategy: "overall" cuts all units together, "by_group" treated and control apart.

    Returns:
        float: in units of the outcome.

    Raises:
        ValueError: if the arrays do not describe a trial, k or the strategy is not allowed, or no
            treated or no control unit is above the cut.

    Source: scikit-uplift's `uplift_at_k`.
    """
    outcome, uplift, treatment, _ = _checked(outcome, uplift, treatment, None)
    if not 0 < k <= 1:
        raise ValueError(f"k is {k}. Pass a share above 0 and at most 1.")
    if strategy not in STRATEGIES:
        raise ValueError(f"The strategy is '{strategy}'. Choose overall or by_group.")
    if strategy == "overall":
        ranked = _rank(outcome, uplift, treatment, np.ones(len(outcome)))
        cut = int(len(outcome) * k)
        treated, control, treated_outcome, control_outcome = (
            _at(ranked.units, total, cut)
            for total in (
                ranked.treated,
                ranked.control,
                ranked.treated_outcome,
                ranked.control_outcome,
            )
        )
        if treated <= 0 or control <= 0:
            raise ValueError(f"Among the first {k:.0%} one group is missing. Raise k.")
        return float(treated_outcome / treated - control_outcome / control)
    means = []
    for group in (1, 0):
        rows = treatment == group
        cut = int(rows.sum() * k)
        if not cut:
            raise ValueError(f"The first {k:.0%} of a group are no units at all. Raise k.")
        ranked = _rank(outcome[rows], uplift[rows], treatment[rows], np.ones(rows.sum()))
        total = ranked.treated_outcome + ranked.control_outcome
        means.append(_at(ranked.units, total, cut) / cut)
    return float(means[0] - means[1])


def causalml_auuc(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, *, normalize: bool = True
) -> float:
    """Mean height of the cumulative gain curve over all units.

    Args:
        outcome: (n,) binary or continuous.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        normalize: whether to divide by the gain at the end, without its sign.

    Returns:
        float

    Raises:
        ValueError: if the arrays do not describe a trial, or the gain at the end is 0.

    Source: CausalML's `auuc_score`.
    """
    totals = _causalml_totals(outcome, uplift, treatment)
    gain = _interpolated(
        _ratio_or_nan(totals.treated_outcome, totals.treated)
        - _ratio_or_nan(totals.control_outcome, totals.control)
    ) * np.arange(len(totals.treated))
    return float(_normalised(gain, normalize=normalize).mean())


def causalml_qini(
    outcome: np.ndarray, uplift: np.ndarray, treatment: np.ndarray, *, normalize: bool = True
) -> float:
    """Mean height of the Qini curve over the straight line to its end.

    Args:
        outcome: (n,) binary or continuous.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        normalize: whether to divide by the gain at the end, without its sign.

    Returns:
        float

    Raises:
        ValueError: if the arrays do not describe a trial, or the gain at the end is 0.

    Source: CausalML's `qini_score`.
    """
    totals = _causalml_totals(outcome, uplift, treatment)
    gain = _interpolated(
        totals.treated_outcome
        - _ratio_or_nan(totals.control_outcome * totals.treated, totals.control)
    )
    gain = _normalised(gain, normalize=normalize)
    return float((gain - np.linspace(0, gain[-1], len(gain))).mean())


def cost_curve(
    uplift: np.ndarray, cost: np.ndarray, score: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gain and spend of the best multi-armed policy, as the budget grows.

    Each unit may get one action or none, which costs nothing. The path takes up the units' convex
    increments by score per cost; the gain is counted in `score`.

    Args:
        uplift: (n, k) predicted effect of each action, by which the path is chosen.
        cost: (n, k) cost of each action, above 0.
        score: (n, k) what the gain is counted in, such as doubly robust scores or `uplift`.

    Returns:
        ((m + 1,), (m + 1,)): spend and gain per unit, from 0; increments of equal return come
        together.

    Raises:
        ValueError: if the shapes differ, values are missing, or a cost is not above 0.

    Source: Sverdrup, Wu, Athey and Wager (2025), Qini curves for multi-armed treatment rules,
    section 2; the package maq.
    """
    uplift, cost, score = (np.asarray(a, dtype=np.float64) for a in (uplift, cost, score))
    if not uplift.shape == cost.shape == score.shape or uplift.ndim != 2:  # noqa: PLR2004
        raise ValueError(
            f"uplift, cost and score have shapes {uplift.shape}, {cost.shape} and {score.shape}. "
            "Pass a row per unit and a column per action in each.",
        )
    if not (np.isfinite(uplift).all() and np.isfinite(score).all() and (cost > 0).all()):
        raise ValueError("Values are missing, or a cost is not above 0. Leave such units out.")
    returns, spends, gains = [], [], []
    for unit in range(len(uplift)):
        for slope, spend, gain in _convex_increments(uplift[unit], cost[unit], score[unit]):
            returns.append(slope)
            spends.append(spend)
            gains.append(gain)
    order = np.argsort(-np.array(returns), kind="stable")
    sorted_returns = np.array(returns)[order]
    ends = np.flatnonzero(np.append(np.diff(sorted_returns) != 0, True)) if len(order) else []
    spend = np.cumsum(np.array(spends)[order])[ends] if len(order) else np.empty(0)
    gain = np.cumsum(np.array(gains)[order])[ends] if len(order) else np.empty(0)
    return np.append(0, spend) / len(uplift), np.append(0, gain) / len(uplift)


def bootstrap_standard_errors(
    outcome: np.ndarray,
    uplift: np.ndarray,
    treatment: np.ndarray,
    weight: np.ndarray | None = None,
    *,
    repetitions: int = 200,
    seed: int = 0,
) -> tuple[float, float]:
    """Standard errors of `qini_auc` and `uplift_auc` over new samples of units.

    Units are drawn in random groups, and curves are taken at the quantiles of the score: what a
    group adds to each of them is summed once, and a new sample weighs these sums.

    Args:
        outcome: (n,) 0 or 1.
        uplift: (n,) score to rank by, highest first.
        treatment: (n,) 1 treated, 0 control.
        weight: (n,) or None, as for `uplift_curve`.
        repetitions: number of samples.
        seed: int.

    Returns:
        (float, float): of the Qini area and of the uplift area.

    Raises:
        ValueError: as `qini_auc`.

    Source: Rubin (1981), The Bayesian bootstrap; in random groups, Wolter (2007), Introduction to
    variance estimation, chapter 2.
    """
    outcome, uplift, treatment, weight = _checked(outcome, uplift, treatment, weight)
    _require_binary(outcome)
    rng = np.random.default_rng(seed)
    group_count = min(len(outcome), MOST_GROUPS)
    group = rng.permutation(len(outcome)) % group_count
    sums = [
        _sums_of_groups(score, group, outcome, treatment, weight)
        for score in (
            uplift,
            _perfect_for_qini(outcome, treatment),
            _perfect_for_uplift(outcome, treatment, weight),
        )
    ]
    values = np.empty((repetitions, 2))
    for repetition in range(repetitions):
        shares = rng.standard_exponential(group_count)
        actual, best_qini, best_uplift = (
            _Ranked(*np.cumsum(np.tensordot(shares, own, axes=1), axis=1)) for own in sums
        )
        values[repetition] = (
            _normalised_area(_qini(actual), _qini(best_qini)),
            _normalised_area(_cumulative_gain(actual), _cumulative_gain(best_uplift)),
        )
    qini_error, uplift_error = values.std(axis=0, ddof=1)
    return float(qini_error), float(uplift_error)


def _sums_of_groups(score, group, outcome, treatment, weight):
    """(g, 4, c) what each group adds to the totals between quantiles of the score, highest first.

    Units of equal score are between the same quantiles.
    """
    ranking = _Ranking(score)
    ends = np.repeat(ranking.ends, np.diff(ranking.ends, prepend=-1))
    cells = np.unique(ends * MOST_QUANTILES // len(score), return_inverse=True)[1]
    shape = group.max() + 1, cells[-1] + 1
    places = group[ranking.order] * shape[1] + cells
    parts = _parts(ranking, outcome, treatment, weight)
    sums = [np.bincount(places, part, shape[0] * shape[1]).reshape(shape) for part in parts]
    return np.stack(sums, axis=1)


def _convex_increments(uplift, cost, score):
    """Steps of one unit along its upper envelope: (return, spend, gain) each."""
    at_cost, at_uplift, at_score = 0.0, 0.0, 0.0
    steps = []
    while True:
        later = np.flatnonzero((cost > at_cost) & (uplift > at_uplift))
        if not len(later):
            return steps
        slopes = (uplift[later] - at_uplift) / (cost[later] - at_cost)
        # Of points on one line the last: the increments between have the same return.
        best = later[np.lexsort((-cost[later], -slopes))[0]]
        steps.append(
            (
                (uplift[best] - at_uplift) / (cost[best] - at_cost),
                cost[best] - at_cost,
                score[best] - at_score,
            ),
        )
        at_cost, at_uplift, at_score = cost[best], uplift[best], score[best]


def _checked(outcome, uplift, treatment, weight):
    outcome, uplift, treatment = (
        np.asarray(array, dtype=np.float64) for array in (outcome, uplift, treatment)
    )
    weight = np.ones(len(outcome)) if weight is None else np.asarray(weight, dtype=np.float64)
    lengths = {len(array) for array in (outcome, uplift, treatment, weight)}
    if len(lengths) > 1:
        raise ValueError("The arrays differ in length. Pass one entry per unit in each.")
    if lengths == {0}:
        raise ValueError("There are no units. Pass at least one treated and one control unit.")
    if not all(np.isfinite(array).all() for array in (outcome, uplift, treatment, weight)):
        raise ValueError("Values are missing or infinite. Leave such units out.")
    if not np.isin(treatment, (0, 1)).all():
        raise ValueError("treatment must be 1 for treated and 0 for control units.")
    if not (weight > 0).all():
        raise ValueError("A weight is not above 0. Leave such units out.")
    if np.ptp(treatment) == 0:
        group = "treated" if treatment[0] else "control"
        raise ValueError(f"All units are {group}. Pass units of both groups.")
    return outcome, uplift, treatment, weight


def _require_binary(outcome):
    if not np.isin(outcome, (0, 1)).all():
        raise ValueError(
            "The perfect ranking is defined for outcomes 0 and 1 only. Use the curve, or "
            "causalml_auuc, for other outcomes.",
        )


class _Ranking:
    """Order of the units by score, and where each group of equal scores ends."""

    def __init__(self, score):
        self.order = np.argsort(-score, kind="stable")
        self.ends = np.append(np.flatnonzero(np.diff(score[self.order])), len(score) - 1)


def _rank(outcome, uplift, treatment, weight):
    return _totals(_Ranking(uplift), outcome, treatment, weight)


def _totals(ranking, outcome, treatment, weight):
    parts = _parts(ranking, outcome, treatment, weight)
    return _Ranked(*(np.cumsum(part)[ranking.ends] for part in parts))


def _parts(ranking, outcome, treatment, weight):
    """What each unit adds to the four totals, in the order of the ranking."""
    weight, treatment, outcome = (array[ranking.order] for array in (weight, treatment, outcome))
    treated, control = weight * treatment, weight * (1 - treatment)
    return treated, control, treated * outcome, control * outcome


def _cumulative_gain(ranked):
    treated = _ratio(ranked.treated_outcome, ranked.treated)
    control = _ratio(ranked.control_outcome, ranked.control)
    return _from_zero(ranked, (treated - control) * ranked.units)


def _qini(ranked):
    as_many_control = _ratio(ranked.control_outcome * ranked.treated, ranked.control)
    return _from_zero(ranked, ranked.treated_outcome - as_many_control)


def _perfect_for_qini(outcome, treatment):
    return outcome * (2 * treatment - 1)


def _perfect_for_uplift(outcome, treatment, weight):
    harmed = (weight * (outcome == 1) * (treatment == 0)).sum()
    unmoved = (weight * (outcome == 0) * (treatment == 1)).sum()
    return 2.0 * (outcome == treatment) + (outcome if harmed > unmoved else treatment)


def _from_zero(ranked, gain):
    return np.append(0.0, ranked.units), np.append(0.0, gain)


def _ratio(numerator, denominator):
    return np.divide(numerator, denominator, out=np.zeros(len(numerator)), where=denominator > 0)


def _ratio_or_nan(numerator, denominator):
    missing = np.full(len(numerator), np.nan)
    return np.divide(numerator, denominator, out=missing, where=denominator > 0)


def _area(curve):
    return np.trapezoid(curve[1], curve[0])


def _normalised_area(actual, perfect):
    straight = actual[1][-1] * actual[0][-1] / 2
    best = _area(perfect) - straight
    if abs(best) < 1e-12 * max(1.0, abs(straight)):
        raise ValueError(
            "Every ranking has the same area here, so that none can be judged. Check that outcomes "
            "vary within the groups.",
        )
    return float((_area(actual) - straight) / best)


def _at(counts, totals, cut):
    return np.interp(cut, np.append(0.0, counts), np.append(0.0, totals))


def _causalml_totals(outcome, uplift, treatment):
    """Totals after each single unit, those of equal scores spread evenly; 0 first."""
    outcome, uplift, treatment, weight = _checked(outcome, uplift, treatment, None)
    ranked = _rank(outcome, uplift, treatment, weight)
    units = np.arange(len(outcome) + 1.0)
    totals = (ranked.treated, ranked.control, ranked.treated_outcome, ranked.control_outcome)
    return _Ranked(*(_at(ranked.units, total, units) for total in totals))


def _interpolated(values):
    """Starts at 0; what is not defined yet is drawn straight up to the first defined value."""
    values = np.array(values)
    values[0] = 0.0
    known = np.flatnonzero(~np.isnan(values))
    return np.interp(np.arange(len(values)), known, values[known])


def _normalised(gain, *, normalize):
    if not normalize:
        return gain
    if gain[-1] == 0:
        raise ValueError("The gain at the end is 0. Pass normalize=False.")
    return gain / abs(gain[-1])
