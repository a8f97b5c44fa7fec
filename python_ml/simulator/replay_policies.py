"""The policies of a replay: each learns from its own log, and values actions for a new cohort."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from python_ml.decisions.thompson_draws import LinearPosterior
from python_ml.learners import make_learner
from python_ml.simulator.catalogue import DO_NOTHING, UNIT_COSTS, UPSELL
from python_ml.simulator.cohort import Cohort

ACTION_COUNT = len(UNIT_COSTS)
DRAWS = 50
PRIOR_STRENGTH = 10
BIN_COUNT = 5
# Effects are small beside what drives retention anyway: they are shrunk more.
BASELINE_RIDGE = 1.0
EFFECT_RIDGE = 30.0


@dataclass
class Log:
    """What a policy did so far and what came of it; arrays of all cycles one below the other."""

    parts: list = field(default_factory=list)

    def add(
        self,
        cohort: Cohort,
        action: np.ndarray,
        probability: np.ndarray,
        explored: np.ndarray,
        outcomes: tuple,
    ) -> None:
        """Add a cycle.

        Args:
            cohort: Cohort of n customers.
            action: (n,) codes.
            probability: (n,) of the action, given the customer.
            explored: (n,) bool, drawn evenly from what was open.
            outcomes: tuple of retained (n,) and upsold (n,).
        """
        retained, upsold = outcomes
        self.parts.append(
            {
                "features": cohort.features,
                "stratum": cohort.stratum,
                "eligible": cohort.eligible,
                "action": action,
                "probability": probability,
                "explored": explored,
                "retained": retained,
                "upsold": upsold,
            }
        )

    def column(self, name: str) -> np.ndarray:
        """All cycles of one column.

        Args:
            name: str.

        Returns:
            array.
        """
        return np.concatenate([part[name] for part in self.parts])


class Policy(Protocol):
    """What the replay asks of a policy."""

    exploration_rate: float

    def learn(self, log: Log) -> None:
        """Take in all that was logged so far."""

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(n, k) what each action is worth, or (draws, n, k) for a policy that draws."""


class BusinessAsUsual:
    """The company's rules: what they say is all that is open."""

    name = "business_as_usual"
    exploration_rate = 0.0

    def learn(self, log: Log) -> None:
        """Rules do not learn."""

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(n, 5) what is at stake for the action of the rules, nan for all others."""
        del rng
        values = np.full(cohort.eligible.shape, np.nan)
        rows = np.arange(len(values))
        is_upsell = cohort.rule_action == UPSELL
        worth = np.where(is_upsell, cohort.upsell_value, cohort.retention_value)
        values[rows, cohort.rule_action] = worth
        return values


class Propensity:
    """P(success given the action) x value - cost, from its own log."""

    name = "propensity_v1"
    exploration_rate = 0.05

    def __init__(self):
        self.models = {}

    def learn(self, log: Log) -> None:
        """Fit one model per goal on everything that was done."""
        features = _with_action(log.column("features"), log.column("action"))
        for goal in ("retained", "upsold"):
            model = HistGradientBoostingClassifier(random_state=0, max_iter=60)
            self.models[goal] = model.fit(features, log.column(goal))

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(n, 5) expected values after the cost."""
        del rng
        values = np.zeros(cohort.eligible.shape)
        for action in range(1, ACTION_COUNT):
            goal = "upsold" if action == UPSELL else "retained"
            worth = cohort.upsell_value if action == UPSELL else cohort.retention_value
            codes = np.full(len(values), action)
            success = self.models[goal].predict_proba(_with_action(cohort.features, codes))[:, 1]
            values[:, action] = success * worth - UNIT_COSTS[action]
        return _closed_as_nan(values, cohort)


class Uplift:
    """What an action causes, learnt from what was drawn: the pilot and its own exploration."""

    name = "uplift_v2"
    exploration_rate = 0.05

    def __init__(self):
        self.learners = {}

    def learn(self, log: Log) -> None:
        """Fit an uplift learner per goal on the randomised rows."""
        explored = log.column("explored")
        features, action = log.column("features")[explored], log.column("action")[explored]
        eligible = log.column("eligible")[explored]
        propensity = np.where(eligible, 1 / eligible.sum(axis=1, keepdims=True), 1e-3)
        propensity /= propensity.sum(axis=1, keepdims=True)
        for goal in ("retained", "upsold"):
            learner = make_learner("r", random_state=0)
            learner.fit(features, action, log.column(goal)[explored], propensity=propensity)
            self.learners[goal] = learner

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(n, 5) expected values after the cost."""
        del rng
        caused = np.zeros(cohort.eligible.shape)
        for goal, worth in (("retained", cohort.retention_value), ("upsold", cohort.upsell_value)):
            caused[:, 1:] += self.learners[goal].predict(cohort.features) * worth[:, None]
        return _closed_as_nan(caused - UNIT_COSTS, cohort)


class ThompsonSampling:
    """Beta posteriors per stratum and action; each customer follows one of the draws."""

    name = "thompson_sampling"
    exploration_rate = 0.0

    def learn(self, log: Log) -> None:
        """Count successes, weighted by what was likely to be done."""
        stratum, action = log.column("stratum"), log.column("action")
        weight = 1 / log.column("probability")
        shape = (stratum.max() + 1, ACTION_COUNT)
        self.parameters = {}
        for goal in ("retained", "upsold"):
            total, squares, successes = np.zeros(shape), np.zeros(shape), np.zeros(shape)
            np.add.at(total, (stratum, action), weight)
            np.add.at(squares, (stratum, action), weight**2)
            np.add.at(successes, (stratum, action), weight * log.column(goal))
            prior = np.clip(successes.sum(axis=0) / total.sum(axis=0), 0.001, 0.999)
            effective = np.divide(total**2, squares, out=np.zeros(shape), where=squares > 0)
            rate = np.divide(successes, total, out=np.zeros(shape), where=total > 0)
            self.parameters[goal] = (
                PRIOR_STRENGTH * prior + effective * rate,
                PRIOR_STRENGTH * (1 - prior) + effective * (1 - rate),
            )

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(50, n, 5) values after the cost in each draw."""
        caused = np.zeros((DRAWS, *cohort.eligible.shape))
        for goal, worth in (("retained", cohort.retention_value), ("upsold", cohort.upsell_value)):
            success, failure = self.parameters[goal]
            drawn = rng.beta(success, failure, size=(DRAWS, *success.shape))
            effect = drawn - drawn[:, :, [DO_NOTHING]]
            caused += effect[:, cohort.stratum] * worth[:, None]
        return _closed_as_nan(caused - UNIT_COSTS, cohort)


class LinearThompsonSampling:
    """A linear model of both goals with the action's effects on bins of the features."""

    name = "linear_thompson"
    exploration_rate = 0.0

    def __init__(self):
        self.edges = None
        self.posteriors = {}

    def learn(self, log: Log) -> None:
        """Update the posteriors with the cycles that are new."""
        if self.edges is None:
            self.edges = _edges(log.column("features"))
            self.seen = 0
        for part in log.parts[self.seen :]:
            basis = self._basis(part["features"])
            design = _design(basis, part["action"])
            for goal in ("retained", "upsold"):
                before = self.posteriors.get(goal) or self._prior(basis.shape[1], part[goal])
                self.posteriors[goal] = before.updated(design, part[goal])
        self.seen = len(log.parts)

    def values(self, cohort: Cohort, rng: np.random.Generator) -> np.ndarray:
        """(50, n, 5) values after the cost in each draw."""
        basis = self._basis(cohort.features)
        width = basis.shape[1]
        caused = np.zeros((DRAWS, *cohort.eligible.shape))
        for goal, worth in (("retained", cohort.retention_value), ("upsold", cohort.upsell_value)):
            drawn = self.posteriors[goal].draw(DRAWS, rng)
            for action in range(1, ACTION_COUNT):
                effects = drawn[:, action * width : (action + 1) * width]
                caused[:, :, action] += (effects @ basis.T) * worth
        return _closed_as_nan(caused - UNIT_COSTS, cohort)

    def _prior(self, width, reward):
        ridge = np.repeat([BASELINE_RIDGE] + [EFFECT_RIDGE] * (ACTION_COUNT - 1), width)
        return LinearPosterior.prior(len(ridge), ridge=ridge, noise=float(reward.std()))

    def _basis(self, features):
        columns = [np.ones(len(features))]
        for feature, edges in zip(features.T, self.edges, strict=True):
            place = np.where(np.isnan(feature), -1, np.searchsorted(edges, feature))
            columns += [(place == code).astype(float) for code in range(len(edges) + 1)]
        return np.column_stack(columns)


POLICIES = {
    policy.name: policy
    for policy in (BusinessAsUsual, Propensity, Uplift, ThompsonSampling, LinearThompsonSampling)
}


def _with_action(features, action):
    return np.column_stack([features, np.eye(ACTION_COUNT)[action]])


def _closed_as_nan(values, cohort):
    return np.where(cohort.eligible, values, np.nan)


def _edges(features):
    """Inner quantiles of each feature, each once."""
    shares = np.linspace(0, 1, BIN_COUNT + 1)[1:-1]
    return [np.unique(np.nanquantile(column, shares)) for column in features.T]


def _design(basis, action):
    """(n, 5p) basis, and once more in the place of the action."""
    width = basis.shape[1]
    design = np.zeros((len(basis), width * ACTION_COUNT))
    design[:, :width] = basis
    for code in range(1, ACTION_COUNT):
        rows = action == code
        design[rows, code * width : (code + 1) * width] = basis[rows]
    return design
