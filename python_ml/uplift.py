"""Uplift models: training rows in, out-of-fold predictions, artefacts and scores out."""

import base64
import json
import logging

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from python_ml import boosting
from python_ml.artefacts import SCHEMA as ARTEFACT_SCHEMA
from python_ml.artefacts import artefact
from python_ml.cross_fitting import cross_fitted_outcome_means, out_of_fold_uplift
from python_ml.feature_encoding import encode, encoded_names, learn_encoding
from python_ml.learners import load_learner, make_learner
from python_ml.trial import MINIMUM_FOLDS, MINIMUM_UNITS_PER_ACTION, NUISANCE_ROUNDS, make_trial
from python_ml.uncertainty import fit_errors, half_sample_errors, predict_errors

LOGGER = logging.getLogger(__name__)
CONTROL = "do_nothing"
GOALS = ("retention", "upsell")
MODEL_PREFIX = "uplift_"
# Each round of the model that is kept averages several trees, which takes noise out of its scores.
# The learners in the race do without: it takes as many times longer.
FINAL_PARAMETERS = {"num_parallel_tree": 4}
METRICS = ("policy_value_amount", "policy_value_lower", "policy_value_upper", "unit_count")

NUISANCE_SCHEMA = pa.schema(
    {
        "unit_id": pa.string(),
        "goal": pa.string(),
        "action_id": pa.string(),
        "is_taken": pa.bool_(),
        "outcome": pa.float64(),
        "propensity": pa.float64(),
        "weight": pa.float64(),
        "outcome_mean": pa.float64(),
        "doubly_robust_score": pa.float64(),
    },
)
OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "unit_id": pa.string(),
        "goal": pa.string(),
        "learner": pa.string(),
        "action_id": pa.string(),
        "uplift": pa.float64(),
    },
)
SCORE_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "goal": pa.string(),
        "uplift": pa.float64(),
        "uplift_lower": pa.float64(),
        "uplift_upper": pa.float64(),
        "baseline_probability": pa.float64(),
        "learner": pa.string(),
        "model_version": pa.string(),
    },
)
DRIVER_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "goal": pa.string(),
        "driver_rank": pa.int32(),
        "feature_name": pa.string(),
        "feature_value": pa.string(),
        "contribution": pa.float64(),
        "model_version": pa.string(),
    },
)


def estimate_nuisances(rows, features, *, seed):
    """Propensities, outcome means and doubly robust scores of all units.

    Args:
        rows: pyarrow.Table of n units: unit_id, experiment_id, action_id, action_probability, fold,
            as_of_date, an outcome per goal (`retention_outcome`, `upsell_outcome`) and features.
        features: list of (name, type) of the features.
        seed: int.

    Returns:
        pyarrow.Table: of `NUISANCE_SCHEMA`, a row per unit, goal and action that can be learnt,
        control included.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    tables = [NUISANCE_SCHEMA.empty_table()]
    for goal, units, actions, trial in _trials(rows, features, seed=seed):
        means = cross_fitted_outcome_means(trial, seed=seed)
        scores = trial.doubly_robust_scores(means)
        for code, action in enumerate(actions):
            columns = [
                units.column("unit_id"),
                pa.repeat(goal, units.num_rows),
                pa.repeat(action, units.num_rows),
                pa.array(trial.action == code),
                pa.array(trial.outcome),
                pa.array(trial.propensity[:, code]),
                pa.array(trial.weight),
                pa.array(means[:, code]),
                pa.array(scores[:, code]),
            ]
            tables.append(pa.table(columns, schema=NUISANCE_SCHEMA))
    return pa.concat_tables(tables)


def predict_out_of_fold(rows, features, learners, *, seed):
    """Uplift of all units by every learner, none of which has seen the unit's fold.

    Args:
        rows: pyarrow.Table as for `estimate_nuisances`.
        features: list of (name, type) of the features.
        learners: list of names of learners.
        seed: int.

    Returns:
        pyarrow.Table: of `OUT_OF_FOLD_SCHEMA`, a row per unit, goal, learner and action.

    Raises:
        ValueError: if a feature is missing or of the wrong type, or a learner is not known.
    """
    makers = {name: lambda name=name: make_learner(name, seed) for name in learners}
    for make in makers.values():
        make()
    tables = [OUT_OF_FOLD_SCHEMA.empty_table()]
    for goal, units, actions, trial in _trials(rows, features, seed=seed):
        for name, uplift in out_of_fold_uplift(makers, trial, seed=seed).items():
            for column, action in enumerate(actions[1:]):
                columns = [
                    units.column("unit_id"),
                    *(pa.repeat(text, units.num_rows) for text in (goal, name, action)),
                    pa.array(uplift[:, column]),
                ]
                tables.append(pa.table(columns, schema=OUT_OF_FOLD_SCHEMA))
    return pa.concat_tables(tables)


def train(rows, features, chosen, *, seed):
    """Fit the chosen learner on all units, with what is needed for intervals and baselines.

    Args:
        rows: pyarrow.Table as for `estimate_nuisances`.
        features: list of (name, type) of the features.
        chosen: pyarrow.Table of one row, or none: learner and its out-of-fold metrics
            policy_value_amount, policy_value_lower, policy_value_upper and unit_count.
        seed: int.

    Returns:
        pyarrow.Table: a row of `artefacts.SCHEMA` per goal that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type, or the learner is not known.
    """
    if not chosen.num_rows:
        return ARTEFACT_SCHEMA.empty_table()
    (winner,) = chosen.to_pylist()
    learner_name = winner["learner"]
    metrics = {name: float(winner[name]) for name in METRICS}
    artefacts = []
    for goal, units, actions, trial in _trials(rows, features, seed=seed):
        means = cross_fitted_outcome_means(trial, seed=seed)
        learner = make_learner(learner_name, seed, parameters=FINAL_PARAMETERS)
        learner.fit_trial(trial, means)
        errors = half_sample_errors(learner, trial, means, seed=seed)
        baseline = boosting.train(
            trial.matrix,
            np.flatnonzero(trial.action == 0),
            trial.outcome,
            trial.weight,
            seed=seed,
            rounds=NUISANCE_ROUNDS,
        ).booster
        encoding = learn_encoding(rows.sort_by("unit_id"), features)
        artefacts.append(
            artefact(
                MODEL_PREFIX + goal,
                units,
                features=encoded_names(encoding),
                specification={
                    "encoding": encoding,
                    "goal": goal,
                    "actions": actions,
                    "learner": learner_name,
                    "outcome_range": [float(trial.outcome.min()), float(trial.outcome.max())],
                },
                parameters=boosting.PARAMETERS | learner.parameters | {"seed": seed},
                metrics=metrics,
                booster=_packed(
                    learner=[learner.to_bytes()],
                    baseline=[baseline],
                    errors=fit_errors(trial, errors, seed=seed),
                ),
            ),
        )
    return pa.Table.from_pylist(artefacts, schema=ARTEFACT_SCHEMA)


def score(artefacts, customers, *, confidence_level):
    """Score customers with stored models; no training data is needed.

    Args:
        artefacts: pyarrow.Table of `artefacts.SCHEMA`; rows of other models are ignored.
        customers: pyarrow.Table of n customers: customer_id and the features.
        confidence_level: of the intervals, in (0, 1).

    Returns:
        pyarrow.Table: of `SCORE_SCHEMA`, a row per customer, action and goal.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    tables = [SCORE_SCHEMA.empty_table()]
    width = norm.ppf((1 + confidence_level) / 2)
    for model, specification, stored in _uplift_models(artefacts):
        if not customers.num_rows:
            continue
        X = encode(customers, specification["encoding"])
        uplift = load_learner(stored["learner"][0]).predict(X)
        errors = predict_errors(stored["errors"], X)
        baseline = boosting.predict_margin(stored["baseline"][0], X)
        baseline = np.clip(baseline, *specification["outcome_range"])
        for column, action in enumerate(specification["actions"][1:]):
            half_width = width * errors[:, column]
            columns = [
                customers.column("customer_id"),
                pa.repeat(action, len(X)),
                pa.repeat(specification["goal"], len(X)),
                *(
                    pa.array(np.round(values, 6))
                    for values in (
                        uplift[:, column],
                        uplift[:, column] - half_width,
                        uplift[:, column] + half_width,
                        baseline,
                    )
                ),
                pa.repeat(specification["learner"], len(X)),
                pa.repeat(model["model_version"], len(X)),
            ]
            tables.append(pa.table(columns, schema=SCORE_SCHEMA))
    return pa.concat_tables(tables)


def explain(artefacts, customers, chosen, *, driver_count=3):
    """The features that contribute most to the uplift of the actions chosen for customers.

    Args:
        artefacts: pyarrow.Table of `artefacts.SCHEMA`.
        customers: pyarrow.Table of customer_id and the features.
        chosen: pyarrow.Table of customer_id, action_id and goal, at most one row per customer.
        driver_count: number of features per customer.

    Returns:
        pyarrow.Table: of `DRIVER_SCHEMA`, the largest contributions of each customer, by size
        without sign; those of 0 are left out.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    tables = [DRIVER_SCHEMA.empty_table()]
    for model, specification, stored in _uplift_models(artefacts):
        learner = load_learner(stored["learner"][0])
        for code, action in enumerate(specification["actions"]):
            is_meant = pc.and_(
                pc.equal(chosen.column("action_id"), action),
                pc.equal(chosen.column("goal"), specification["goal"]),
            )
            ids = chosen.filter(is_meant).column("customer_id")
            rows = customers.filter(pc.is_in(customers.column("customer_id"), ids))
            if not code or not rows.num_rows:
                continue
            shares = learner.contributions(encode(rows, specification["encoding"]), code)
            names, totals = _by_feature(shares, specification["encoding"])
            fixed = {
                "action_id": action,
                "goal": specification["goal"],
                "model_version": model["model_version"],
            }
            tables.append(_largest_drivers(rows, names, totals, driver_count, fixed))
    return pa.concat_tables(tables)


def _largest_drivers(rows, names, totals, driver_count, fixed):
    order = np.argsort(-np.abs(totals), axis=1, kind="stable")[:, :driver_count]
    values = {name: rows.column(name).to_pylist() for name in names}
    ids = rows.column("customer_id").to_pylist()
    records = [
        {
            "customer_id": ids[row],
            "driver_rank": rank,
            "feature_name": names[column],
            "feature_value": _as_text(values[names[column]][row]),
            "contribution": round(float(totals[row, column]), 6),
            **fixed,
        }
        for row in range(len(ids))
        for rank, column in enumerate(order[row], start=1)
        if totals[row, column]
    ]
    return pa.Table.from_pylist(records, schema=DRIVER_SCHEMA)


def _as_text(value):
    if value is None:
        return None
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _by_feature(shares, encoding):
    """Contributions of a category's columns added up to those of their feature."""
    names, totals, first = [], [], 0
    for feature in encoding["features"]:
        width = len(feature["categories"]) if feature["type"] == "categorical" else 1
        names.append(feature["name"])
        totals.append(shares[:, first : first + width].sum(axis=1))
        first += width
    return names, np.stack(totals, axis=1)


def _uplift_models(artefacts):
    for model in artefacts.sort_by("model_name").to_pylist():
        if model["model_name"].startswith(MODEL_PREFIX):
            yield model, json.loads(model["specification"]), _unpacked(model["booster"])


def _packed(**parts):
    stored = {name: [base64.b64encode(b).decode() for b in blobs] for name, blobs in parts.items()}
    return json.dumps(stored, sort_keys=True).encode()


def _unpacked(blob):
    stored = json.loads(blob)
    return {name: [base64.b64decode(text) for text in texts] for name, texts in stored.items()}


def _trials(rows, features, *, seed):
    """Goals that can be learnt: name, units, actions with control first, and trial."""
    rows = rows.sort_by("unit_id")
    if not rows.num_rows or not features:
        return
    encoding = learn_encoding(rows, features)
    known = None
    for goal in GOALS:
        outcome = f"{goal}_outcome"
        units, actions = _learnable_units(rows, outcome)
        if len(actions) < 2 or len(units.column("fold").unique()) < MINIMUM_FOLDS:  # noqa: PLR2004
            continue
        key = units.column("unit_id"), actions
        try:
            # Goals are mostly observed on the same units, whose propensities are estimated once.
            if known and known[0][0].equals(key[0]) and known[0][1] == actions:
                trial = known[1].with_outcome(_numbers(units, outcome))
            else:
                trial = _trial(units, actions, encode(units, encoding), outcome, seed=seed)
        except ValueError as error:
            # One goal that cannot be learnt must not stop a build; the scorecard says so.
            LOGGER.warning("The uplift on %s is not learnt. %s", goal, error)
            continue
        known = key, trial
        yield goal, units, actions, trial


def _trial(units, actions, X, outcome, *, seed):
    codes = {action: code for code, action in enumerate(actions)}
    action = np.array([codes[name] for name in units.column("action_id").to_pylist()])
    logged = _numbers(units, "action_probability")
    experiment = units.column("experiment_id").to_numpy(zero_copy_only=False)
    propensity = known_propensity(experiment, action, logged)
    return make_trial(
        X,
        action,
        _numbers(units, outcome),
        propensity,
        logged=None if propensity is not None or np.isnan(logged).any() else logged,
        fold=units.column("fold").to_numpy(),
        seed=seed,
    )


def known_propensity(experiment, action, logged):
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


def _learnable_units(rows, outcome):
    """Units with an outcome whose action has enough of them, and those actions, control first.

    Units whose action was certain tell nothing of what another one would have done.
    """
    units = rows.filter(pc.is_valid(rows.column(outcome)))
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
    if CONTROL not in actions or len(units.column(outcome).unique()) < 2:  # noqa: PLR2004
        return units.slice(0, 0), []
    actions = [CONTROL, *(action for action in actions if action != CONTROL)]
    units = units.filter(pc.is_in(units.column("action_id"), pa.array(actions)))
    varies = len(units.column(outcome).unique()) > 1
    return units, actions if varies else []


def _numbers(table, name):
    column = pc.cast(table.column(name), pa.float64())
    return pc.fill_null(column, np.nan).to_numpy(zero_copy_only=False)
