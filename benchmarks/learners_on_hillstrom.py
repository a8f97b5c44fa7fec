"""Uplift learners on Hillstrom's trial: visits, out of fold, each e-mail against none."""

import functools
import time
import warnings

import numpy as np
import pandas as pd

from benchmarks.learner_peers import PEERS
from python_ml import evaluation
from python_ml.estimation.cross_fitting import out_of_fold_uplift
from python_ml.estimation.trial import make_trial, random_folds
from python_ml.learners import LEARNERS, make_learner

FOLDS = 5
SEED = 7
RUNS = 3
# What the peers' base learner is given, so that namesakes differ in their algorithm alone.
PEER_PARAMETERS = {
    "eta": 0.1,
    "min_child_weight": 1,
    "lambda": 1,
    "subsample": 1,
    "colsample_bytree": 1,
}
CAUSALML = ("s", "t", "x", "r", "dr")


def read_hillstrom(path):
    """Features, action codes (0 none, 1 men's, 2 women's) and visits."""
    frame = pd.read_csv(path)
    numbers = frame[["recency", "history", "mens", "womens", "newbie"]].to_numpy(np.float32)
    words = pd.get_dummies(frame[["zip_code", "channel"]]).to_numpy(np.float32)
    action = frame["segment"].map({"No E-Mail": 0, "Mens E-Mail": 1, "Womens E-Mail": 2})
    return np.hstack([numbers, words]), action.to_numpy(), frame["visit"].to_numpy(float)


class Hillstrom:
    """The trial, its folds, and out-of-fold uplifts by the project and by its peers."""

    def __init__(self, path, trees):
        """Read the file."""
        self.X, self.action, self.visit = read_hillstrom(path)
        self.trees = trees
        self.fold = random_folds(len(self.X), SEED, FOLDS)
        self.propensity = np.full((len(self.X), 3), 1 / 3)

    def ours(self, names, settings):
        """Uplifts of this project's learners, (n, 2) each."""
        trial = make_trial(
            self.X, self.action, self.visit, self.propensity, fold=self.fold, seed=SEED
        )
        makers = {name: functools.partial(make_learner, name, SEED, **settings) for name in names}
        return out_of_fold_uplift(makers, trial, seed=SEED)

    def theirs(self, name):
        """Uplift of a peer, (n, 2)."""
        uplift = np.empty((len(self.X), 2))
        for held_out in range(FOLDS):
            rows = self.fold == held_out
            train = [a[~rows] for a in (self.X, self.action, self.visit, self.propensity)]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                uplift[rows] = PEERS[name](*train, self.X[rows], trees=self.trees, seed=SEED)
        return uplift

    def judged(self, name, uplift, seconds=None):
        """A row of the table."""
        row = {"learner": name}
        for arm, label in ((2, "women's"), (1, "men's")):
            compared = (self.action == arm) | (self.action == 0)
            is_treated = (self.action == arm)[compared]
            data = (self.visit[compared], uplift[compared, arm - 1], is_treated)
            errors = evaluation.bootstrap_standard_errors(*data, repetitions=50, seed=SEED)
            row[f"Qini {label}"] = f"{evaluation.qini_auc(*data):.4f} ± {errors[0]:.4f}"
            row[f"AUUC {label}"] = f"{evaluation.uplift_auc(*data):.4f} ± {errors[1]:.4f}"
        row["seconds"] = "" if seconds is None else f"{seconds:.1f}"
        return row


def hillstrom_rows(trial):
    """One row per learner: Qini and AUUC with standard errors, and seconds of the peers."""
    rows = []
    for setting, settings in (("as shipped", {}), ("same trees", same_trees(trial.trees))):
        for name, uplift in trial.ours(LEARNERS, settings).items():
            if name != "constant_effect":
                rows.append(trial.judged(f"this project: {name}, {setting}", uplift))
    for name in PEERS:
        started = time.perf_counter()
        uplift = trial.theirs(name)
        rows.append(trial.judged(name, uplift, time.perf_counter() - started))
    return rows


def tournament_seconds(trial):
    """Least seconds of the same work, project and CausalML in turn."""
    times = {"this project": [], "CausalML": []}
    for _ in range(RUNS):
        started = time.perf_counter()
        trial.ours(CAUSALML, same_trees(trial.trees))
        times["this project"].append(time.perf_counter() - started)
        started = time.perf_counter()
        for name in CAUSALML:
            trial.theirs(f"causalml {name}")
        times["CausalML"].append(time.perf_counter() - started)
    return {name: min(seconds) for name, seconds in times.items()}


def same_trees(trees):
    """Settings that give our learners the peers' trees."""
    return {"tuning": trees, "parameters": PEER_PARAMETERS}
