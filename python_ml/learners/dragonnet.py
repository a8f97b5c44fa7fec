"""DragonNet: one neural network for outcomes and propensities."""

import base64
import json
from dataclasses import replace

import numpy as np

from python_ml.estimation import dragonnet
from python_ml.estimation.regression import held_out_splits
from python_ml.estimation.sample import Sample
from python_ml.learners.base import BOOSTING, Learner

# Points of the Gauss-Legendre rule that gradients are averaged at.
STEPS = 16


class DragonNetLearner(Learner):
    """Predicts each action's outcome by a head of its own, over layers that all share.

    The shared layers also have to predict who gets which action, so that they keep what confounds
    both; targeted regularisation pulls the outcomes' means to where doubly robust estimates are.
    Features and outcomes are standardised; a missing feature is its mean, and a column of its own
    says that it is missing.

    Source: Shi, Blei and Veitch (2019), Adapting neural networks for the estimation of treatment
    effects.
    """

    name = "dragonnet"
    base = replace(BOOSTING, parameters=dragonnet.PARAMETERS, final_parameters={})

    def __init__(
        self,
        random_state: int = 0,
        tuning: float | list[float] | None = None,
        parameters: dict | None = None,
    ) -> None:
        """Make a learner that has not been fitted.

        Args:
            random_state: int that fixes every random choice.
            tuning: number of epochs, or a list of that number; None to find it by the squared error
                of a fold held out.
            parameters: dict that overrides `dragonnet.PARAMETERS`, or None.

        Raises:
            ImportError: if PyTorch is not installed.
        """
        super().__init__(random_state, tuning, parameters)
        dragonnet.require_torch()
        self.centre = self.spread = np.empty(0)
        self.outcome_spread = 1.0
        self.network: list[np.ndarray] = []

    def jobs(self, sample: Sample) -> list:
        """One job: the network."""
        tuning = self.tuning[0] if isinstance(self.tuning, list) else self.tuning
        return [lambda: self._fitted(sample, tuning)]

    def assemble(self, sample: Sample, results: list) -> None:
        """Take over what the job has fitted."""
        self.action_count = sample.trial.action_count
        self.feature_count = sample.trial.matrix.array.shape[1]
        ((self.network, epochs),) = results
        self.tuning = [epochs]
        self.centre, self.spread = _moments(sample.trial.matrix.array[sample.training])
        self.outcome_spread = _spread(sample.trial.outcome[sample.training])

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Uplift of every action against control; see `Learner.predict`."""
        X = self._checked(X)
        means = dragonnet.outcome_means(self.network, _inputs(X, self.centre, self.spread))
        return self.outcome_spread * (means[:, 1:] - means[:, :1])

    def contributions(self, X: np.ndarray, action: int) -> np.ndarray:
        """How much each feature adds to the uplift: integrated gradients from the average customer.

        Rows add up to `predict`: the last column is the uplift less all shares, which is that of
        the average customer but for the error of the integration.

        Args:
            X: (n, p) float array with the columns of the training matrix, NaN allowed.
            action: 1..k.

        Returns:
            (n, p + 1) float64.

        Raises:
            ValueError: as `predict`.

        Source: Sundararajan, Taly and Yan (2017), Axiomatic attribution for deep networks.
        """
        uplift = self.predict(X)[:, action - 1]
        inputs = _inputs(self._checked(X), self.centre, self.spread)
        places, weights = np.polynomial.legendre.leggauss(STEPS)
        gradient = sum(
            weight / 2 * dragonnet.effect_gradients(self.network, (place + 1) / 2 * inputs, action)
            for place, weight in zip(places, weights, strict=True)
        )
        # A feature's value and whether it is missing are one feature.
        shares = (
            (self.outcome_spread * inputs * gradient)
            .reshape(len(inputs), 2, self.feature_count)
            .sum(axis=1)
        )
        return np.column_stack([shares, uplift - shares.sum(axis=1)])

    def to_bytes(self) -> bytes:
        """The network and how features are standardised, as JSON."""
        stored = {
            "learner": self.name,
            "action_count": self.action_count,
            "feature_count": self.feature_count,
            "outcome_spread": self.outcome_spread,
            "arrays": [_packed(array) for array in (self.centre, self.spread, *self.network)],
        }
        return json.dumps(stored, sort_keys=True).encode()

    def restore(self, stored: dict) -> None:
        """Take over what `to_bytes` wrote."""
        self.action_count = stored["action_count"]
        self.feature_count = stored["feature_count"]
        self.outcome_spread = stored["outcome_spread"]
        self.centre, self.spread, *self.network = map(_unpacked, stored["arrays"])

    def _fitted(self, sample, tuning):
        trial, training = sample.trial, sample.training
        outcome = trial.outcome[training]
        data = dragonnet.Data(
            _inputs(trial.matrix.array, *_moments(trial.matrix.array[training])),
            trial.action,
            (trial.outcome - outcome.mean()) / _spread(outcome),
            trial.weight,
        )
        settings = {
            "arm_count": trial.action_count + 1,
            "seed": self.random_state,
            "parameters": self.parameters,
        }
        if tuning is None:
            split = next(held_out_splits(sample, training, 1), None)
            tuning = dragonnet.USUAL_EPOCHS
            if split is not None:
                tuning = dragonnet.best_epochs(*map(data.rows, split), **settings)
        return dragonnet.train(data.rows(training), epochs=int(tuning), **settings), int(tuning)


def _spread(outcome):
    """Standard deviation; 1 where all are the same."""
    return float(outcome.std()) or 1.0


def _moments(X):
    """Means and standard deviations of the features, and of whether they are missing, (2 p,)."""
    missing = np.isnan(X)
    counts = np.maximum((~missing).sum(axis=0), 1)
    values = np.where(missing, 0.0, X.astype(np.float64))
    centre = values.sum(axis=0) / counts
    deviations = np.where(missing, 0.0, values - centre)
    spread = np.sqrt((deviations**2).sum(axis=0) / counts)
    return (
        np.concatenate([centre, missing.mean(axis=0)]),
        np.concatenate([spread, missing.std(axis=0)]),
    )


def _inputs(X, centre, spread):
    """Standardised features and, as many again, whether they are missing; 0 where all are alike."""
    missing = np.isnan(X)
    values = np.where(missing, centre[: X.shape[1]], X.astype(np.float64))
    columns = np.concatenate([values, missing], axis=1)
    return np.where(spread > 0, (columns - centre) / np.where(spread > 0, spread, 1), 0.0)


def _packed(array):
    return [list(array.shape), base64.b64encode(array.astype("<f8").tobytes()).decode()]


def _unpacked(packed):
    shape, text = packed
    return np.frombuffer(base64.b64decode(text), dtype="<f8").reshape(shape)
