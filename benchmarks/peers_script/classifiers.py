"""Boosted and calibrated probabilities: propensity, churn risk, and who got which action."""

import os

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from xgboost import XGBClassifier

FOLD_COUNT = 5
THREADS = os.cpu_count()
# The settings of the project's own boosters.
BOOSTING = {
    "learning_rate": 0.05,
    "max_depth": 3,
    "min_child_weight": 10,
    "reg_lambda": 5,
    "subsample": 0.8,
    "colsample_bytree": 0.8,
    "max_bin": 64,
    "tree_method": "hist",
    "n_jobs": THREADS,
    "random_state": 7,
}
MAXIMUM_ROUNDS = 400
PATIENCE = 30
# Nobody stands for more than ten.
MINIMUM_PROPENSITY = 0.1


class CalibratedBoosting:
    """A boosted classifier with Platt's calibration on out-of-fold margins."""

    def fit(self, X, y, folds, weight=None):
        """Fit to (n, p) features, (n,) labels 0 or 1, (n,) folds and (n,) weights."""
        weight = np.ones(len(y)) if weight is None else weight
        margins, rounds = np.empty(len(y)), []
        for fold in range(FOLD_COUNT):
            held_out, watched = folds == fold, folds == (fold + 1) % FOLD_COUNT
            training = ~held_out & ~watched
            model = XGBClassifier(
                **BOOSTING, n_estimators=MAXIMUM_ROUNDS, early_stopping_rounds=PATIENCE
            )
            model.fit(
                X[training],
                y[training],
                sample_weight=weight[training],
                eval_set=[(X[watched], y[watched])],
                sample_weight_eval_set=[weight[watched]],
                verbose=False,
            )
            margins[held_out] = model.predict(X[held_out], output_margin=True)
            rounds.append(model.best_iteration + 1)
        self.calibration = LogisticRegression(C=np.inf).fit(
            margins[:, None], y, sample_weight=weight
        )
        self.out_of_fold = self.calibration.predict_proba(margins[:, None])[:, 1]
        self.model = XGBClassifier(**BOOSTING, n_estimators=int(np.median(rounds)))
        self.model.fit(X, y, sample_weight=weight)
        return self

    def predict(self, X):
        """Probabilities of (n, p) rows, (n,)."""
        margins = self.model.predict(X, output_margin=True)
        return self.calibration.predict_proba(margins[:, None])[:, 1]


def weights_of_left_alone(X, was_treated, folds):
    """Inverse probabilities of having been left alone, (m,) for the m rows that were."""
    alone = ~was_treated
    if was_treated.sum() < 20:  # noqa: PLR2004
        return np.ones(alone.sum())
    found = CalibratedBoosting().fit(X, alone.astype(int), folds).out_of_fold[alone]
    weights = 1 / np.maximum(found, MINIMUM_PROPENSITY)
    return weights / weights.mean()


def with_action(X: pd.DataFrame, codes: np.ndarray, action_count: int) -> np.ndarray:
    """Features (n, p) and indicators of the action, (n, p + actions) float32."""
    indicators = (codes[:, None] == np.arange(action_count)).astype("float32")
    return np.concatenate([X.to_numpy(), indicators], axis=1)


class ActionPropensities:
    """Probability of every action of a trial, estimated by models that have not seen the unit."""

    def __init__(self, X, action, folds):
        """Fit to (n, p) features, (n,) codes from 0 and (n,) folds."""
        settings = BOOSTING | {"n_estimators": 100}
        self.out_of_fold = np.empty((len(action), action.max() + 1))
        for fold in range(FOLD_COUNT):
            held_out = folds == fold
            model = XGBClassifier(**settings).fit(X[~held_out], action[~held_out])
            self.out_of_fold[held_out] = model.predict_proba(X[held_out])
        self.model = XGBClassifier(**settings).fit(X, action)

    def predict(self, X):
        """Probabilities of (n, p) rows, (n, actions)."""
        return self.model.predict_proba(X)
