"""What all uplift learners share: regressions to fit, and how their predictions add up."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from python_ml.estimation import boosting, ridge
from python_ml.estimation.forest import PARAMETERS as FOREST_PARAMETERS
from python_ml.estimation.forest import fit_forest
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.regression import Fitted, Regression, fit_booster
from python_ml.estimation.sample import Sample
from python_ml.estimation.trial import Trial, action_indicators, make_trial

# Effects are one to two orders smaller than what drives the outcome itself, and the weights of rare
# actions make single units loud: leaves need many units, and each tree sees half of them.
EFFECT_PARAMETERS = {
    "min_child_weight": 30,
    "lambda": 30,
    "subsample": 0.5,
    "colsample_bytree": 0.5,
}


@dataclass(frozen=True)
class Base:
    """What fits the regressions of a learner.

    Attributes:
        fit: function of a Regression, a Sample, a seed, the tuning and parameters; returns Fitted.
        parameters: of XGBoost.
        final_parameters: that change for the model that is kept: more trees take noise out of its
            scores. The learners in the race do without, for speed.
        predict: function of what was fitted and (n, p) features; returns (n,).
        contributions: the same, (n, p + 1) by feature, what is the same for all last.
    """

    fit: Callable[..., Fitted]
    parameters: dict
    final_parameters: dict
    predict: Callable[[bytes, np.ndarray], np.ndarray] = boosting.predict_margin
    contributions: Callable[[bytes, np.ndarray], np.ndarray] = boosting.contributions


BOOSTING = Base(fit_booster, EFFECT_PARAMETERS, {"num_parallel_tree": 4})
FOREST = Base(fit_forest, FOREST_PARAMETERS, {"num_parallel_tree": 100})
RIDGE = Base(ridge.fit_line, {}, {}, ridge.predict, ridge.contributions)


@dataclass(frozen=True)
class Term:
    """A booster's share in the uplift of one action."""

    action: int  # 1..k
    coefficient: float
    regression: int
    as_if: int | None = None  # the action to pretend, if the action is among the features


class Learner:
    """An uplift learner: fits regressions, and adds their predictions up to an uplift.

    A subclass says which regressions (`regressions`) and how they add up (`terms`). All losses are
    squared errors, for yes/no outcomes too: an effect then is a difference of means, and what a
    feature contributes to it is exact.
    """

    name = ""
    base = BOOSTING
    # What the tuning is where none is given; None to find it.
    usual_tuning: float | None = None
    # Names of the learners whose uplift this one averages with equal weights.
    members = ()

    def __init__(
        self,
        random_state: int = 0,
        tuning: float | list[float] | None = None,
        parameters: dict | None = None,
    ) -> None:
        """Make a learner that has not been fitted.

        Args:
            random_state: int that fixes every random choice.
            tuning: how finely regressions are fitted: the number of trees of every booster, the
                size of the leaves of every forest (`forest.LEAF_SIZES`), the place of the penalties
                of every line (`ridge.fit_line`), or a list with one number per regression; None for
                the learner's usual one, or to find it by the regression's own loss on units held
                out.
            parameters: dict of XGBoost parameters that override those of the base, or None.
        """
        self.random_state = random_state
        self.tuning = self.usual_tuning if tuning is None else tuning
        self.parameters = self.base.parameters | (parameters or {})
        self.action_count = 0
        self.feature_count = 0
        self.boosters = []
        self.terms = []
        self.intercepts = []

    def fit(
        self,
        X: np.ndarray,
        action: np.ndarray,
        outcome: np.ndarray,
        propensity: np.ndarray | None = None,
    ) -> "Learner":
        """Learn from a randomised trial.

        Args:
            X: (n, p) float array, NaN allowed.
            action: (n,) int codes, 0 = control, 1..k.
            outcome: (n,) binary or continuous.
            propensity: (n, k + 1) known probability of each action, or None to estimate it.

        Returns:
            Learner: itself.

        Raises:
            ValueError: if the data cannot be learnt from; see `trial.make_trial`.
        """
        trial = make_trial(X, action, outcome, propensity, seed=self.random_state)
        return self.fit_trial(trial)

    def fit_trial(self, trial: Trial, outcome_means: np.ndarray | None = None) -> "Learner":
        """Learn from all units of a checked trial.

        Args:
            trial: Trial of n units.
            outcome_means: (n, k + 1) from models that have not seen the unit, or None to fit them.

        Returns:
            Learner: itself.
        """
        if outcome_means is None:
            outcome_means = cross_fitted_outcome_means(trial, seed=self.random_state)
        everyone = np.ones(len(trial.action), dtype=bool)
        sample = Sample(trial, outcome_means, everyone, np.unique(trial.fold))
        self.assemble(sample, boosting.in_parallel(self.jobs(sample), f"Learner {self.name}"))
        return self

    def jobs(self, sample: Sample) -> list:
        """The fits that this learner needs, as functions to be run side by side.

        Args:
            sample: Sample.

        Returns:
            list of functions without arguments.
        """

        def job(number, regression):
            return lambda: self.base.fit(
                regression,
                sample,
                seed=self.random_state + number,
                tuning=self.tuning[number] if isinstance(self.tuning, list) else self.tuning,
                parameters=self.parameters,
            )

        return [job(number, each) for number, each in enumerate(self.regressions(sample))]

    def assemble(self, sample: Sample, results: list) -> None:
        """Take over what the jobs have fitted.

        Args:
            sample: Sample, as in `jobs`.
            results: list of Fitted, in the order of `jobs`.
        """
        self.action_count = sample.trial.action_count
        self.feature_count = sample.trial.matrix.array.shape[1]
        self.boosters = [result.booster for result in results]
        self.tuning = [result.tuning for result in results]
        self.terms = self.combination(sample)
        self.intercepts = self.constants(sample)

    def regressions(self, sample: Sample) -> list[Regression]:
        """The regressions to fit.

        Args:
            sample: Sample.

        Returns:
            list of Regression.
        """
        raise NotImplementedError

    def combination(self, sample: Sample) -> list[Term]:
        """How the regressions' predictions add up to the uplift of each action.

        Args:
            sample: Sample.

        Returns:
            list of Term.
        """
        raise NotImplementedError

    def constants(self, sample: Sample) -> list[float]:
        """What is added to the uplift of each action.

        Args:
            sample: Sample.

        Returns:
            list of k floats.
        """
        return [0.0] * sample.trial.action_count

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Uplift of every action against control.

        Args:
            X: (n, p) float array with the columns of the training matrix, NaN allowed.

        Returns:
            (n, k) float64, in units of the outcome.

        Raises:
            ValueError: if the learner has not been fitted, or X has another number of columns.
        """
        X = self._checked(X)
        uplift = np.tile(np.asarray(self.intercepts, dtype=np.float64), (len(X), 1))
        predicted = {}
        for term in self.terms:
            key = term.regression, term.as_if
            if key not in predicted:
                predicted[key] = self.base.predict(
                    self.boosters[term.regression], self._as_if(X, term.as_if)
                )
            uplift[:, term.action - 1] += term.coefficient * predicted[key]
        return uplift

    def contributions(self, X: np.ndarray, action: int) -> np.ndarray:
        """How much each feature adds to the uplift of one action: exact TreeSHAP.

        Args:
            X: (n, p) float array with the columns of the training matrix, NaN allowed.
            action: 1..k.

        Returns:
            (n, p + 1) float64: a column per feature, what is the same for all customers last; rows
            add up to `predict`.

        Raises:
            ValueError: as `predict`.
        """
        X = self._checked(X)
        total = np.zeros((len(X), self.feature_count + 1))
        total[:, -1] = self.intercepts[action - 1]
        for term in self.terms:
            if term.action == action:
                shares = self.base.contributions(
                    self.boosters[term.regression], self._as_if(X, term.as_if)
                )
                total[:, :-1] += term.coefficient * shares[:, : self.feature_count]
                total[:, -1] += term.coefficient * shares[:, self.feature_count :].sum(axis=1)
        return total

    def to_bytes(self) -> bytes:
        """Everything that is needed to predict, as bytes: JSON with boosters in UBJSON or lines.

        Returns:
            bytes
        """
        stored = {
            "learner": self.name,
            "action_count": self.action_count,
            "feature_count": self.feature_count,
            "intercepts": list(self.intercepts),
            "terms": [[t.action, t.coefficient, t.regression, t.as_if] for t in self.terms],
            "boosters": [base64.b64encode(booster).decode() for booster in self.boosters],
        }
        return json.dumps(stored, sort_keys=True).encode()

    def restore(self, stored: dict) -> None:
        """Take over what `to_bytes` wrote.

        Args:
            stored: dict, as decoded from JSON.
        """
        self.action_count = stored["action_count"]
        self.feature_count = stored["feature_count"]
        self.intercepts = stored["intercepts"]
        self.terms = [Term(*term) for term in stored["terms"]]
        self.boosters = [base64.b64decode(booster) for booster in stored["boosters"]]

    def _checked(self, X):
        if not self.action_count:
            raise ValueError("The learner has not been fitted. Call fit first.")
        X = np.ascontiguousarray(X, dtype=np.float32)
        if X.ndim != 2 or X.shape[1] != self.feature_count:  # noqa: PLR2004
            raise ValueError(
                f"X has shape {X.shape}, the learner was fitted on {self.feature_count} columns. "
                "Pass the same features in the same order.",
            )
        return X

    def _as_if(self, X, action):
        if action is None:
            return X
        codes = np.full(len(X), action)
        return np.concatenate([X, action_indicators(codes, self.action_count)], axis=1)
