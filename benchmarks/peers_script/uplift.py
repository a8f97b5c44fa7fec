"""Uplift learners of causalml: the race, its evaluation, the winner and its intervals.

What stands for which of this project's learners:

- x_forest, r_forest, t_forest: causalml's X, R and T learners with forests;
- x: causalml's X learner with boosted trees;
- risk: causalml's S learner with boosted trees, as both fit one model of the outcome;
- constant_effect: the difference of weighted means, in numpy.
"""

import importlib
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from xgboost import XGBRegressor, XGBRFRegressor

from benchmarks.peers_script.classifiers import FOLD_COUNT, THREADS, ActionPropensities

TREES = 50
FINAL_TREES = 100
HALF_SAMPLE_TREES = 25
HALF_SAMPLES = 12
BOOTSTRAPS = 200
BOOSTED_ROUNDS = 100
FOREST_SHARE = 0.632
LEARNERS = ("constant_effect", "s", "x_forest", "r_forest", "t_forest", "x")
SEED = 7


@dataclass(frozen=True)
class Trial:
    """Units of experiments.

    Attributes:
        X: (n, p) features.
        action: (n,) codes, 0 the control, 1 to k.
        folds: (n,).
        propensities: ActionPropensities of the units.
        outcomes: goal -> (n,).
        worth: goal -> (n,) what an outcome is worth to the company.
        unit_costs: (k + 1,).
    """

    X: np.ndarray
    action: np.ndarray
    folds: np.ndarray
    propensities: ActionPropensities
    outcomes: dict[str, np.ndarray]
    worth: dict[str, np.ndarray]
    unit_costs: np.ndarray


def forest(kind: str, trees: int, unit_count: int):
    """A random forest, with leaves of three times the square root of the units of a tree.

    Args:
        kind: "sklearn" or "xgboost".
        trees: number of them.
        unit_count: units that it will be fitted to, about.

    Returns:
        a regressor of scikit-learn's interface.
    """
    leaf = int(3 * np.sqrt(FOREST_SHARE * unit_count))
    if kind == "sklearn":
        return RandomForestRegressor(
            n_estimators=trees,
            max_depth=8,
            min_samples_leaf=leaf,
            max_features=0.4,
            max_samples=FOREST_SHARE,
            n_jobs=THREADS,
            random_state=SEED,
        )
    return XGBRFRegressor(
        n_estimators=trees,
        max_depth=8,
        min_child_weight=leaf,
        colsample_bynode=0.4,
        subsample=FOREST_SHARE,
        reg_lambda=0,
        max_bin=64,
        tree_method="hist",
        n_jobs=THREADS,
        random_state=SEED,
    )


def boosted(rounds: int = BOOSTED_ROUNDS):
    """Boosted trees with the project's settings for effects."""
    return XGBRegressor(
        n_estimators=rounds,
        max_depth=3,
        learning_rate=0.05,
        min_child_weight=30,
        reg_lambda=30,
        subsample=0.5,
        colsample_bytree=0.5,
        max_bin=64,
        tree_method="hist",
        n_jobs=THREADS,
        random_state=SEED,
    )


class Effects:
    """One learner of the race.

    Args:
        name: one of `LEARNERS`.
        forests: "sklearn" or "xgboost".
        trees: of every forest.
    """

    def __init__(self, name: str, forests: str, trees: int = TREES) -> None:
        self.name, self.forests, self.trees = name, forests, trees

    def fit(self, X, action, outcome, propensity):
        """Fit to (n, p) features, (n,) codes, (n,) outcomes and (n, k + 1) propensities."""
        if self.name == "constant_effect":
            weight = 1 / propensity[np.arange(len(action)), action]
            means = [
                np.average(outcome[action == code], weights=weight[action == code])
                for code in range(propensity.shape[1])
            ]
            self.effects = np.array(means[1:]) - means[0]
            return self
        meta = importlib.import_module("causalml.inference.meta")
        base = boosted()
        if self.name.endswith("_forest"):
            base = forest(self.forests, self.trees, len(action) // propensity.shape[1])
        kind = self.name[0].upper()
        options = {"random_state": SEED} if kind == "R" else {}
        self.model = getattr(meta, f"Base{kind}Regressor")(learner=base, **options)
        # Processes that each start threads would get into each other's way.
        self.model.cv_n_jobs = 1
        given = {} if kind in "ST" else {"p": by_arm(propensity)}
        self.model.fit(X=X, treatment=action, y=outcome, **given)
        return self

    def predict(self, X, propensity):
        """Uplift of (n, p) rows with (n, k + 1) propensities, (n, k)."""
        if self.name == "constant_effect":
            return np.tile(self.effects, (len(X), 1))
        given = {"p": by_arm(propensity)} if self.name[0] == "x" else {}
        return np.asarray(self.model.predict(X, **given), dtype=float)


def by_arm(propensity: np.ndarray) -> dict[int, np.ndarray]:
    """Probability of each arm among the units that get it or the control, as causalml wants it.

    Args:
        propensity: (n, k + 1), control first.

    Returns:
        dict: arm 1 to k -> (n,).
    """
    return {
        arm: propensity[:, arm] / (propensity[:, arm] + propensity[:, 0])
        for arm in range(1, propensity.shape[1])
    }


def race(trial: Trial, outcome: np.ndarray, forests: str) -> dict[str, np.ndarray]:
    """Uplift of every unit by learners that have not seen its fold.

    Args:
        trial: Trial of n units.
        outcome: (n,).
        forests: "sklearn" or "xgboost".

    Returns:
        dict: learner -> (n, k).
    """
    X, action, propensity = trial.X, trial.action, trial.propensities.out_of_fold
    found = {name: np.empty((len(action), propensity.shape[1] - 1)) for name in LEARNERS}
    for fold in range(FOLD_COUNT):
        held_out = trial.folds == fold
        seen = ~held_out
        for name in LEARNERS:
            learner = Effects(name, forests)
            learner.fit(X[seen], action[seen], outcome[seen], propensity[seen])
            found[name][held_out] = learner.predict(X[held_out], propensity[held_out])
    return found


def doubly_robust_scores(trial: Trial, outcome: np.ndarray) -> np.ndarray:
    """Outcome of every unit under every action by models that have not seen it, corrected by what
    they missed.

    Args:
        trial: Trial of n units.
        outcome: (n,).

    Returns:
        (n, k + 1) float64.
    """  # noqa: D205
    propensity = trial.propensities.out_of_fold
    scores = np.empty(propensity.shape)
    for fold in range(FOLD_COUNT):
        held_out = trial.folds == fold
        for code in range(scores.shape[1]):
            rows = ~held_out & (trial.action == code)
            model = boosted().fit(trial.X[rows], outcome[rows])
            scores[held_out, code] = model.predict(trial.X[held_out])
    rows = np.arange(len(outcome))
    missed = outcome - scores[rows, trial.action]
    scores[rows, trial.action] += missed / propensity[rows, trial.action]
    return scores


def qini_scores(found: dict, action, outcome) -> pd.DataFrame:
    """Qini of all learners by action, with causalml's own intervals from half-samples.

    Args:
        found: result of `race`.
        action: (n,) codes.
        outcome: (n,).

    Returns:
        pandas.DataFrame: a row per action and learner.
    """
    qini_score = importlib.import_module("causalml.metrics").qini_score
    tables = []
    for arm in range(1, int(action.max()) + 1):
        rows = (action == 0) | (action == arm)
        # Where all units have one score there is no ranking to judge.
        frame = pd.DataFrame(
            {name: own[rows, arm - 1] for name, own in found.items() if name != "constant_effect"}
        )
        frame = frame.assign(y=outcome[rows], w=(action[rows] == arm).astype(int))
        table = qini_score(
            frame, normalize=False, return_ci=True, n_bootstrap=BOOTSTRAPS, random_state=SEED
        )
        tables.append(table.reset_index().assign(action=arm))
    return pd.concat(tables, ignore_index=True)


def uplift_with_errors(
    name: str, trial: Trial, outcome: np.ndarray, X: np.ndarray, forests: str
) -> tuple[np.ndarray, np.ndarray]:
    """Uplift of customers by a learner fitted on all units, and its standard error.

    Args:
        name: of the learner.
        trial: Trial of n units.
        outcome: (n,).
        X: (m, p) features of customers.
        forests: "sklearn" or "xgboost".

    Returns:
        tuple: (m, k) uplift; (m, k) standard errors from `HALF_SAMPLES` fits to random halves.
    """
    units = (trial.X, trial.action, outcome, trial.propensities.out_of_fold)
    propensity = trial.propensities.predict(X)
    uplift = Effects(name, forests, FINAL_TREES).fit(*units).predict(X, propensity)
    rng = np.random.default_rng(SEED)
    squares = np.zeros_like(uplift)
    for _ in range(HALF_SAMPLES):
        half = rng.permutation(len(outcome))[: len(outcome) // 2]
        learner = Effects(name, forests, HALF_SAMPLE_TREES).fit(*(part[half] for part in units))
        squares += (learner.predict(X, propensity) - uplift) ** 2
    return uplift, np.sqrt(squares / HALF_SAMPLES)
