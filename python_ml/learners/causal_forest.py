"""An honest causal forest, grown by EconML."""

import base64
import io
import json
from typing import Any

import numpy as np

from python_ml.estimation import boosting
from python_ml.estimation.sample import Sample
from python_ml.learners.base import Learner

TREES = 500
SURROGATE_ROUNDS = 200
SURROGATE_PARAMETERS = {"max_depth": 6, "eta": 0.1, "min_child_weight": 1, "lambda": 1}


class CausalForestLearner(Learner):
    """Splits where effects differ, and estimates them in leaves on units that chose no split.

    The forest is grown on residuals of outcome and treatment. EconML's forests can be stored only
    by pickling, which this project does not do: the bytes hold the residuals, and loading grows the
    same forest again. What features contribute is told by boosters fitted to the forest's
    predictions; what these miss is in the last column.

    Source: Athey, Tibshirani and Wager (2019), Generalized random forests, section 6.
    """

    name = "causal_forest"

    def __init__(
        self,
        random_state: int = 0,
        tuning: float | list[float] | None = None,
        parameters: dict | None = None,
    ) -> None:
        """Make a learner that has not been fitted.

        Args:
            random_state: int that fixes every random choice.
            tuning: ignored.
            parameters: ignored; the forest has EconML's defaults.

        Raises:
            ImportError: if EconML is not installed.
        """
        super().__init__(random_state, tuning, parameters)
        _causal_forest_class()
        self.sample = {}
        self.forest: Any = None

    def jobs(self, sample: Sample) -> list:
        """One job: what the forest grows from."""
        return [lambda: self._residuals(sample)]

    def assemble(self, sample: Sample, results: list) -> None:
        """Grow the forest, and fit boosters to what it predicts."""
        trial = sample.trial
        self.action_count = trial.action_count
        self.feature_count = trial.matrix.array.shape[1]
        (self.sample,) = results
        self.forest = self._grown()
        predicted = self.predict(trial.matrix.array)
        self.boosters = [
            boosting.train(
                trial.matrix,
                np.flatnonzero(sample.training),
                predicted[:, column],
                seed=self.random_state,
                rounds=SURROGATE_ROUNDS,
                parameters=SURROGATE_PARAMETERS,
            ).booster
            for column in range(trial.action_count)
        ]

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Uplift of every action against control; see `Learner.predict`."""
        X = self._checked(X)
        if not len(X):
            return np.empty((0, self.action_count))
        return self.forest.predict(self._imputed(X))

    def contributions(self, X: np.ndarray, action: int) -> np.ndarray:
        """How much each feature adds to the uplift; see `Learner.contributions`."""
        X = self._checked(X)
        shares = boosting.contributions(self.boosters[action - 1], X)
        if len(X):
            shares[:, -1] += self.predict(X)[:, action - 1] - shares.sum(axis=1)
        return shares

    def to_bytes(self) -> bytes:
        """The residuals the forest grows from, and the boosters that explain it."""
        buffer = io.BytesIO()
        np.savez(buffer, **self.sample)
        stored = {
            "learner": self.name,
            "action_count": self.action_count,
            "feature_count": self.feature_count,
            "random_state": self.random_state,
            "sample": base64.b64encode(buffer.getvalue()).decode(),
            "boosters": [base64.b64encode(booster).decode() for booster in self.boosters],
        }
        return json.dumps(stored, sort_keys=True).encode()

    def restore(self, stored: dict) -> None:
        """Take over what `to_bytes` wrote."""
        self.action_count = stored["action_count"]
        self.feature_count = stored["feature_count"]
        self.random_state = stored["random_state"]
        self.boosters = [base64.b64decode(booster) for booster in stored["boosters"]]
        with np.load(io.BytesIO(base64.b64decode(stored["sample"])), allow_pickle=False) as arrays:
            self.sample = {name: arrays[name] for name in arrays.files}
        self.forest = self._grown()

    def _residuals(self, sample):
        trial, training = sample.trial, sample.training
        propensity = trial.propensity[training]
        expected = (propensity * sample.outcome_means[training]).sum(axis=1)
        X = trial.matrix.array[training]
        known = ~np.isnan(X).all(axis=0)
        medians = np.zeros(X.shape[1], dtype=np.float32)
        medians[known] = np.nanmedian(X[:, known], axis=0)
        return {
            "X": X,
            "medians": medians,
            "treatment": trial.indicators[training] - propensity[:, 1:],
            "outcome": trial.outcome[training] - expected,
            "weight": trial.weight[training],
        }

    def _grown(self):
        forest = _causal_forest_class()(
            n_estimators=TREES,
            min_samples_leaf=20,
            inference=False,
            n_jobs=boosting.THREADS,
            random_state=self.random_state,
        )
        return forest.fit(
            self._imputed(self.sample["X"]),
            self.sample["treatment"],
            self.sample["outcome"],
            sample_weight=self.sample["weight"],
        )

    def _imputed(self, X):
        return np.where(np.isnan(X), self.sample["medians"], X)


def _causal_forest_class():
    try:
        from econml.grf import CausalForest  # noqa: PLC0415
    except ImportError as error:
        raise ImportError(
            "The learner causal_forest needs EconML. Install it with "
            "`pip install econml`, or leave the learner out of nba_learners.",
        ) from error
    return CausalForest
