"""A randomised trial as the uplift learners see it, and the checks it must pass."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from python_ml.estimation.boosting import QuantisedMatrix, in_parallel, predict_margin, train

# With fewer, an action's effect is mostly noise, and some fold would have hardly any of them.
MINIMUM_UNITS_PER_ACTION = 50
MINIMUM_FOLDS = 2
# Below this, one unit would stand for more than a hundred others.
MINIMUM_PROPENSITY = 0.01
NUISANCE_ROUNDS = 100
# Propensities are strong signals in many units, unlike effects.
PROPENSITY_PARAMETERS = {"max_depth": 4, "eta": 0.1, "min_child_weight": 5, "lambda": 1}


@dataclass(frozen=True)
class Trial:
    """Units, what was done to them, what became of them, and how that was decided.

    `propensity` is the probability of each action given the features. Where actions were drawn with
    probabilities that depend on more than the features, `weight` turns the trial into one that was
    drawn with `propensity`: it is propensity / logged probability of the action taken.
    """

    matrix: QuantisedMatrix  # n rows
    action: np.ndarray  # (n,) 0 = control, 1..k
    outcome: np.ndarray  # (n,) binary or continuous
    propensity: np.ndarray  # (n, k + 1) rows add up to 1
    weight: np.ndarray  # (n,) 1 on average
    fold: np.ndarray  # (n,) 0..number of folds - 1

    @property
    def action_count(self) -> int:
        """Number of actions beside control."""
        return self.propensity.shape[1] - 1

    @cached_property
    def indicators(self) -> np.ndarray:
        """(n, k) 1 where a unit has the action; control has none."""
        return action_indicators(self.action, self.action_count)

    @cached_property
    def matrix_with_action(self) -> QuantisedMatrix:
        """Features and action indicators as one matrix."""
        return QuantisedMatrix(np.concatenate([self.matrix.array, self.indicators], axis=1))

    def with_outcome(self, outcome: np.ndarray) -> "Trial":
        """The same units with another outcome.

        Args:
            outcome: (n,) binary or continuous.

        Returns:
            Trial

        Raises:
            ValueError: if values are missing or all the same.
        """
        outcome = np.asarray(outcome, dtype=np.float64)
        _check_outcome(outcome)
        return replace(self, outcome=outcome)

    def doubly_robust_scores(self, outcome_means: np.ndarray) -> np.ndarray:
        """Scores whose mean is the mean outcome under each action.

        Args:
            outcome_means: (n, k + 1) predicted outcome of each unit under each action, from models
                that have not seen the unit.

        Returns:
            (n, k + 1) float64.

        Source: Robins, Rotnitzky and Zhao (1994); Kennedy (2023), section 3.
        """
        scores = np.array(outcome_means, dtype=np.float64)
        taken = np.arange(len(self.action)), self.action
        scores[taken] += self.weight * (self.outcome - scores[taken]) / self.propensity[taken]
        return scores

    def propensity_against_control(self, action: int) -> np.ndarray:
        """P(action | features, action or control).

        Args:
            action: 1..k.

        Returns:
            (n,) float64.
        """
        treated, control = self.propensity[:, action], self.propensity[:, 0]
        return treated / (treated + control)


def make_trial(
    X: np.ndarray,
    action: np.ndarray,
    outcome: np.ndarray,
    propensity: np.ndarray | None = None,
    *,
    logged: np.ndarray | None = None,
    fold: np.ndarray | None = None,
    seed: int = 0,
) -> Trial:
    """Check the data of a randomised trial and estimate what it does not state.

    Args:
        X: (n, p) float array, NaN allowed.
        action: (n,) int codes, 0 = control, every code up to the highest in use.
        outcome: (n,) binary or continuous.
        propensity: (n, k + 1) known probability of each action given the features; None to
            estimate it by cross-fitting.
        logged: (n,) probability with which the action taken was drawn; it corrects an estimated
            propensity where the draw depended on more than the features. None: it did not.
        fold: (n,) int codes of the cross-fitting folds; None for five random ones.
        seed: int.

    Returns:
        Trial

    Raises:
        ValueError: if the arrays differ in length, values are missing, an action has too few
            units, the outcome is constant, a propensity is 0 or 1, no feature has a value, or
            there are fewer units than folds.
    """
    X = np.asarray(X, dtype=np.float32)
    action, outcome = np.asarray(action), np.asarray(outcome, dtype=np.float64)
    fold = random_folds(len(action), seed) if fold is None else np.asarray(fold)
    _check_lengths(X, action, outcome, fold)
    _check_outcome(outcome)
    _check_actions(action)
    _check_folds(action, fold)
    if np.isnan(X).all():
        raise ValueError(
            "Every feature is missing for every unit. Pass at least one feature that has values.",
        )
    matrix = QuantisedMatrix(X)
    if propensity is None:
        propensity = estimate_propensity(matrix, action, fold, seed=seed)
        weight = _weights(propensity, action, logged)
    else:
        propensity = np.asarray(propensity, dtype=np.float64)
        weight = np.ones(len(action))
    _check_propensity(propensity, action)
    return Trial(matrix, action.astype(np.int64), outcome, propensity, weight, fold)


def estimate_propensity(
    matrix: QuantisedMatrix, action: np.ndarray, fold: np.ndarray, *, seed: int
) -> np.ndarray:
    """Probability of each action given the features, by models that have not seen the unit.

    Args:
        matrix: QuantisedMatrix of n rows.
        action: (n,) int codes 0..k.
        fold: (n,) int codes.
        seed: int.

    Returns:
        (n, k + 1) float64, at least `MINIMUM_PROPENSITY`, rows add up to 1.
    """
    labels = action.astype(np.float64)
    probability = np.empty((len(action), int(action.max()) + 1))

    def job(held_out):
        booster = train(
            matrix,
            np.flatnonzero(fold != held_out),
            labels,
            seed=seed,
            loss="multinomial",
            rounds=NUISANCE_ROUNDS,
            parameters=PROPENSITY_PARAMETERS,
        ).booster
        margins = predict_margin(booster, matrix.array[fold == held_out])
        odds = np.exp(margins - margins.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)

    held_outs = np.unique(fold)
    for held_out, estimate in zip(
        held_outs,
        in_parallel(
            [lambda held_out=held_out: job(held_out) for held_out in held_outs],
            "Propensities by fold",
        ),
        strict=True,
    ):
        probability[fold == held_out] = estimate
    probability = np.maximum(probability, MINIMUM_PROPENSITY)
    return probability / probability.sum(axis=1, keepdims=True)


def random_folds(count: int, seed: int, fold_count: int = 5) -> np.ndarray:
    """Folds of equal size.

    Args:
        count: number of units.
        seed: int.
        fold_count: int.

    Returns:
        (count,) int codes.
    """
    return np.random.default_rng(seed).permutation(np.arange(count) % fold_count)


def action_indicators(action: np.ndarray, action_count: int) -> np.ndarray:
    """One column per action beside control.

    Args:
        action: (n,) int codes, 0 = control.
        action_count: number of actions beside control, k.

    Returns:
        (n, k) float32 of 0 and 1.
    """
    return (action[:, None] == np.arange(1, action_count + 1)).astype(np.float32)


def _weights(propensity, action, logged):
    if logged is None:
        return np.ones(len(action))
    logged = np.asarray(logged, dtype=np.float64)
    if not ((logged > 0) & (logged < 1)).all():
        raise ValueError(
            "A logged probability is not between 0 and 1, both excluded. Leave out units whose "
            "action was not left to chance.",
        )
    weight = propensity[np.arange(len(action)), action] / logged
    # Estimates do not average to 1 by themselves; each action has to stand for all units.
    for code in np.unique(action):
        taken = action == code
        expected = propensity[:, code].mean() / taken.mean()
        weight[taken] *= expected / weight[taken].mean()
    return weight


def _check_lengths(X, action, outcome, fold):
    lengths = {"X": len(X), "action": len(action), "outcome": len(outcome), "fold": len(fold)}
    if len(set(lengths.values())) > 1:
        stated = ", ".join(f"{name} {length:,}" for name, length in lengths.items())
        raise ValueError(f"The arrays differ in length: {stated}. Pass one entry per unit in each.")


def _check_outcome(outcome):
    if not np.isfinite(outcome).all():
        raise ValueError(
            f"{(~np.isfinite(outcome)).sum():,} outcomes are missing or infinite. Leave out units "
            "whose outcome was not observed.",
        )
    if len(outcome) and np.ptp(outcome) == 0:
        raise ValueError(
            f"The outcome is {outcome[0]:g} for every unit, so that no action can have changed it. "
            "Choose an outcome that varies.",
        )


def _check_actions(action):
    if not np.issubdtype(action.dtype, np.integer) or (len(action) and action.min() < 0):
        raise ValueError("Actions must be whole numbers: 0 for control, then 1, 2, ...")
    counts = np.bincount(action) if len(action) else np.zeros(1, dtype=int)
    if len(counts) == 1:
        raise ValueError("Only control is there. Add units that got an action.")
    for code, count in enumerate(counts):
        if count < MINIMUM_UNITS_PER_ACTION:
            raise ValueError(
                f"Action {code} has {count} units, at least {MINIMUM_UNITS_PER_ACTION} are needed. "
                "Leave out its units and number the actions again, or collect more.",
            )


def _check_folds(action, fold):
    folds = np.unique(fold)
    if len(folds) < MINIMUM_FOLDS:
        raise ValueError(
            f"The units are in {len(folds)} fold; cross-fitting needs {MINIMUM_FOLDS} or more.",
        )
    for held_out in folds:
        missing = np.setdiff1d(np.unique(action), action[fold != held_out])
        if len(missing):
            raise ValueError(
                f"Without fold {held_out} no unit has action {missing[0]}. Spread each action over "
                "more folds.",
            )


def _check_propensity(propensity, action):
    expected = (len(action), int(action.max()) + 1)
    if propensity.shape != expected:
        raise ValueError(
            f"The propensity has shape {propensity.shape}; {expected} is needed: a row per unit "
            "and a column per action, control first.",
        )
    if not ((propensity > 0) & (propensity < 1)).all():
        raise ValueError(
            "A propensity is 0, 1 or missing: what would have happened under another action cannot "
            "be learnt from such units. Leave them out.",
        )
    if np.abs(propensity.sum(axis=1) - 1).max() > 1e-6:  # noqa: PLR2004
        raise ValueError("The propensities of some unit do not add up to 1. Divide by their sum.")
