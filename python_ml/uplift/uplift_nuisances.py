"""What is estimated on the way to an uplift: propensities, outcome means, doubly robust scores."""

import pyarrow as pa

from python_ml.estimation.outcome_means import cross_fitted_outcome_means
from python_ml.uplift.training_set import trials

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


def estimate_nuisances(rows: pa.Table, features: list[tuple[str, str]], *, seed: int) -> pa.Table:
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
    for goal, units, actions, trial in trials(rows, features, seed=seed):
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
