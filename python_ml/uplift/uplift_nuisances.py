"""What is estimated on the way to an uplift: propensities, outcome means, doubly robust scores."""

import numpy as np
import pyarrow as pa

from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.uplift.training_set import OUTCOME, TrainingSet, trials

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


def estimate_nuisances(training_set: TrainingSet) -> pa.Table:
    """Propensities, outcome means and doubly robust scores of all units.

    Outcome means are of winsorised outcomes, as the learners'. Scores are of outcomes as they were:
    a mean of them is one of money, which nobody's amount may be cut from.

    Args:
        training_set: TrainingSet of n units.

    Returns:
        pyarrow.Table: of `NUISANCE_SCHEMA`, a row per unit, goal and action that can be learnt,
        control included.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    tables = [NUISANCE_SCHEMA.empty_table()]
    for goal, units, actions, trial in trials(training_set):
        means = cross_fitted_outcome_means(trial, seed=training_set.seed)
        outcome = units.column(OUTCOME).to_numpy().astype(np.float64)
        scores = trial.with_outcome(outcome).doubly_robust_scores(means)
        for code, action in enumerate(actions):
            columns = [
                units.column("unit_id"),
                pa.repeat(goal, units.num_rows),
                pa.repeat(action, units.num_rows),
                pa.array(trial.action == code),
                pa.array(outcome),
                pa.array(trial.propensity[:, code]),
                pa.array(trial.weight),
                pa.array(means[:, code]),
                pa.array(scores[:, code]),
            ]
            tables.append(pa.table(columns, schema=NUISANCE_SCHEMA))
    return pa.concat_tables(tables)
