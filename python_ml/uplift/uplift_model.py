"""The learner that won the race, fitted on all units."""

import numpy as np
import pyarrow as pa

from python_ml.customers.feature_encoding import encoded_names, learn_encoding
from python_ml.estimation import boosting
from python_ml.estimation.trial import NUISANCE_ROUNDS
from python_ml.learners import make_final_learner
from python_ml.uplift.stored_models import MODEL_PREFIX, packed
from python_ml.uplift.training_set import TrainingSet, trial_outcome_means, trials
from python_ml.uplift.uncertainty import fit_errors, reference_uplift, uplift_errors
from python_ml.warehouse.artefacts import SCHEMA, artefact

METRICS = ("policy_value_amount", "policy_value_lower", "policy_value_upper", "unit_count")


def train(training_set: TrainingSet, chosen: pa.Table) -> pa.Table:
    """Fit the chosen learner on all units, with what is needed for intervals and baselines.

    Args:
        training_set: TrainingSet of n units.
        chosen: pyarrow.Table of one row, or none: learner and its out-of-fold metrics
            policy_value_amount, policy_value_lower, policy_value_upper and unit_count.

    Returns:
        pyarrow.Table: a row of `artefacts.SCHEMA` per goal that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type, or the learner is not known.
    """
    if not chosen.num_rows:
        return SCHEMA.empty_table()
    seed = training_set.seed
    (winner,) = chosen.to_pylist()
    learner_name = winner["learner"]
    metrics = {name: float(winner[name]) for name in METRICS}
    artefacts = []
    for goal, units, actions, trial in trials(training_set):
        means = trial_outcome_means(training_set, goal, units, actions, trial)
        learner = make_final_learner(learner_name, seed)
        learner.fit_trial(trial, means)
        reference = reference_uplift(trial, means, seed=seed)
        errors = uplift_errors(learner.predict(trial.matrix.array), reference)
        baseline = boosting.train(
            trial.matrix,
            np.flatnonzero(trial.action == 0),
            trial.outcome,
            trial.weight,
            seed=seed,
            rounds=NUISANCE_ROUNDS,
        ).booster
        encoding = learn_encoding(training_set.rows.sort_by("unit_id"), training_set.features)
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
                    "is_yes_no": bool(np.isin(trial.outcome, (0, 1)).all()),
                    "outcome_range": [float(trial.outcome.min()), float(trial.outcome.max())],
                },
                parameters=boosting.PARAMETERS | learner.parameters | {"seed": seed},
                metrics=metrics,
                booster=packed(
                    learner=[learner.to_bytes()],
                    baseline=[baseline],
                    errors=fit_errors(trial, errors, seed=seed),
                ),
            ),
        )
    return pa.Table.from_pylist(artefacts, schema=SCHEMA)
