"""Units of experiments as trials, one per goal that can be learnt."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.customers.feature_catalogue import features_of
from python_ml.customers.feature_encoding import encode, learn_encoding
from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.estimation.trial import MINIMUM_FOLDS, MINIMUM_UNITS_PER_ACTION, Trial, make_trial

LOGGER = logging.getLogger(__name__)
CONTROL = "do_nothing"
OUTCOME = "outcome"
LEARNT_OUTCOME = "winsorised_outcome"


@dataclass(frozen=True)
class TrainingSet:
    """Rows to learn from, and how.

    Attributes:
        rows: pyarrow.Table. Of units: unit_id, experiment_id, action_id, action_probability, fold,
            as_of_date and features. Of past actions: training_row_id, action_id, was_successful,
            fold, as_of_date and features.
        features: list of (name, type) of the features.
        seed: fixes every random choice.
        outcomes: pyarrow.Table of the units' outcomes, a row per unit and goal: unit_id, goal,
            goal_order, outcome, in units of the goal's metric, and winsorised_outcome, which is
            learnt. None for past actions.
        nuisances: pyarrow.Table of `uplift_nuisances.NUISANCE_SCHEMA` for the same units and
            outcomes, or None to estimate them.
    """

    rows: pa.Table
    features: list[tuple[str, str]]
    seed: int
    outcomes: pa.Table | None = None
    nuisances: pa.Table | None = None

    @classmethod
    def of_relations(
        cls,
        rows: duckdb.DuckDBPyRelation,
        features: duckdb.DuckDBPyRelation,
        seed: int,
        **tables: duckdb.DuckDBPyRelation,
    ) -> "TrainingSet":
        """Of tables of the warehouse.

        Args:
            rows: as the attribute.
            features: the feature catalogue.
            seed: as the attribute.
            **tables: outcomes and nuisances, by the names of the attributes.

        Returns:
            TrainingSet.
        """
        read = {name: relation.to_arrow_table() for name, relation in tables.items()}
        return cls(rows.to_arrow_table(), features_of(features), seed, **read)


def trials(training_set: TrainingSet) -> Iterator[tuple[str, pa.Table, list[str], Trial]]:
    """Goals that can be learnt, as trials, in their order.

    Args:
        training_set: TrainingSet of n units and their outcomes.

    Yields:
        tuple: name of the goal, its units with their `outcome`, its actions with control first, and
        their Trial, whose outcome is the winsorised one.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows = training_set.rows.sort_by("unit_id")
    if not rows.num_rows or not training_set.features:
        return
    encoding = learn_encoding(rows, training_set.features)
    known = None
    for goal in _goals_in_order(training_set):
        units, actions = _learnable_units(_observed_units(rows, training_set.outcomes, goal))
        if len(actions) < 2 or len(units.column("fold").unique()) < MINIMUM_FOLDS:  # noqa: PLR2004
            continue
        key = units.column("unit_id"), actions
        assignment = _assignment(training_set.nuisances, goal, units, actions)
        try:
            # Goals are mostly observed on the same units, whose propensities are estimated once.
            if known and known[0][0].equals(key[0]) and known[0][1] == actions:
                trial = known[1].with_outcome(_numbers(units, LEARNT_OUTCOME))
            else:
                X = encode(units, encoding)
                trial = _trial(units, actions, X, assignment, seed=training_set.seed)
        except ValueError as error:
            # One goal that cannot be learnt must not stop a build; the scorecard says so.
            LOGGER.warning("The uplift on %s is not learnt. %s", goal, error)
            continue
        known = key, trial
        yield goal, units, actions, trial


def trial_outcome_means(
    training_set: TrainingSet, goal: str, units: pa.Table, actions: list[str], trial: Trial
) -> np.ndarray:
    """Outcome of each unit under each action, by models that have not seen the unit.

    Args:
        training_set: TrainingSet that the trial is of.
        goal: name.
        units: pyarrow.Table of n units, as `trials` yields them.
        actions: list of names, as `trials` yields them.
        trial: Trial of the same.

    Returns:
        (n, k + 1) float64: those of the nuisances, if there are any.

    Raises:
        ValueError: if the nuisances lack units.
    """
    if training_set.nuisances is None:
        return cross_fitted_outcome_means(trial, seed=training_set.seed)
    return _stored(training_set.nuisances, goal, units, actions, "outcome_mean")


def _assignment(nuisances, goal, units, actions):
    """Propensities, (n, k + 1), and weights, (n,), of the nuisances; None without any."""
    if nuisances is None:
        return None
    propensity, weight = (
        _stored(nuisances, goal, units, actions, name) for name in ("propensity", "weight")
    )
    return propensity, weight[:, 0]


def _trial(units, actions, X, assignment, *, seed):
    codes = {action: code for code, action in enumerate(actions)}
    action = np.array([codes[name] for name in units.column("action_id").to_pylist()])
    outcome, fold = _numbers(units, LEARNT_OUTCOME), units.column("fold").to_numpy()
    if assignment is not None:
        propensity, weight = assignment
        return replace(make_trial(X, action, outcome, propensity, fold=fold), weight=weight)
    logged = _numbers(units, "action_probability")
    experiment = units.column("experiment_id").to_numpy(zero_copy_only=False)
    propensity = known_propensity(experiment, action, logged)
    return make_trial(
        X,
        action,
        outcome,
        propensity,
        logged=None if propensity is not None or np.isnan(logged).any() else logged,
        fold=fold,
        seed=seed,
    )


def _stored(nuisances, goal, units, actions, name):
    """A column of the nuisances, (n, k + 1)."""
    of_goal = nuisances.filter(pc.equal(nuisances.column("goal"), goal))
    columns = []
    for action in actions:
        own = of_goal.filter(pc.equal(of_goal.column("action_id"), action))
        places = pc.index_in(units.column("unit_id"), value_set=own.column("unit_id"))
        if places.null_count:
            raise ValueError(
                f"{places.null_count} units have no nuisances for the goal {goal} and the action "
                f"{action}. Estimate them for the same units and outcomes.",
            )
        columns.append(own.column(name).take(places).to_numpy())
    return np.stack(columns, axis=1)


def known_propensity(
    experiment: np.ndarray, action: np.ndarray, logged: np.ndarray
) -> np.ndarray | None:
    """Propensities of trials whose probabilities are the same for all units of an experiment.

    Args:
        experiment: (n,) key of the experiment.
        action: (n,) int codes.
        logged: (n,) probability of the action taken; NaN if it was not logged.

    Returns:
        (n, k + 1) float64, or None if some experiment's probabilities differ between units.
    """
    propensity = np.zeros((len(action), int(action.max()) + 1))
    for name in np.unique(experiment):
        units = experiment == name
        for code in np.unique(action[units]):
            probabilities = logged[units & (action == code)]
            if not np.ptp(probabilities) < 1e-9:  # noqa: PLR2004
                return None
            propensity[units, code] = probabilities[0]
    total = propensity.sum(axis=1, keepdims=True)
    is_known = (propensity > 0).all() and (np.abs(total - 1) < 1e-6).all()  # noqa: PLR2004
    return propensity / total if is_known else None


def _goals_in_order(training_set):
    """Goals that outcomes are known of; with nuisances, those that could be estimated."""
    outcomes, nuisances = training_set.outcomes, training_set.nuisances
    goals = outcomes.select(["goal_order", "goal"]).group_by(["goal_order", "goal"]).aggregate([])
    if nuisances is not None:
        goals = goals.filter(pc.is_in(goals["goal"], pc.unique(nuisances["goal"])))
    return goals.sort_by([("goal_order", "ascending"), ("goal", "ascending")])["goal"].to_pylist()


def _observed_units(rows, outcomes, goal):
    """Units whose outcome of the goal is known, with it as it is and as it is learnt."""
    own = outcomes.filter(
        pc.and_(pc.equal(outcomes.column("goal"), goal), pc.is_valid(outcomes.column(OUTCOME)))
    )
    places = pc.index_in(rows.column("unit_id"), value_set=own.column("unit_id"))
    units = rows.filter(pc.is_valid(places))
    for name in (OUTCOME, LEARNT_OUTCOME):
        units = units.append_column(name, own.column(name).take(places.drop_null()))
    return units


def _learnable_units(units):
    """Units whose action has enough of them, and those actions, control first.

    Units whose action was certain tell nothing of what another one would have done.
    """
    probability = pc.cast(units.column("action_probability"), pa.float64())
    was_certain = pc.fill_null(pc.greater_equal(probability, 1.0), fill_value=False)
    units = units.filter(pc.invert(was_certain))
    counts = {
        count["values"]: count["counts"]
        for count in units.column("action_id").value_counts().to_pylist()
    }
    actions = [
        action for action, count in sorted(counts.items()) if count >= MINIMUM_UNITS_PER_ACTION
    ]
    if CONTROL not in actions or len(units.column(LEARNT_OUTCOME).unique()) < 2:  # noqa: PLR2004
        return units.slice(0, 0), []
    actions = [CONTROL, *(action for action in actions if action != CONTROL)]
    units = units.filter(pc.is_in(units.column("action_id"), pa.array(actions)))
    varies = len(units.column(LEARNT_OUTCOME).unique()) > 1
    return units, actions if varies else []


def _numbers(table, name):
    column = pc.cast(table.column(name), pa.float64())
    return pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False)
