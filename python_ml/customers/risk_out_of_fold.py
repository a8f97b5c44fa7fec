"""Past outcomes predicted by risk models that have not seen their customers."""

import pyarrow as pa

from python_ml.customers.feature_encoding import encode, learn_encoding
from python_ml.customers.risk_rows import labels_of, learnable_goals, left_alone
from python_ml.customers.risk_weights import weights_of_left_alone
from python_ml.estimation import classification
from python_ml.estimation.boosting import QuantisedMatrix

OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "training_row_id": pa.string(),
        "goal": pa.string(),
        "fold": pa.int32(),
        "was_reached": pa.bool_(),
        "margin": pa.float64(),
        "baseline_probability": pa.float64(),
        "tree_count": pa.int32(),
        "weight": pa.float64(),
    },
)


def predict_out_of_fold(
    rows: pa.Table,
    features: list[tuple[str, str]],
    confounders: list[tuple[str, str]],
    *,
    seed: int,
) -> pa.Table:
    """Predict every customer who was left alone by a model that has not seen them.

    Args:
        rows: pyarrow.Table of n outcomes: training_row_id, goal, was_reached, was_treated, fold,
            features and confounders.
        features: list of (name, type) that the model sees.
        confounders: list of (name, type) that may have told who was treated.
        seed: fixes every random choice.

    Returns:
        pyarrow.Table: n' rows of `OUT_OF_FOLD_SCHEMA`, of goals that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    if not features:
        return OUT_OF_FOLD_SCHEMA.empty_table()
    tables = [
        _predicted(goal, left_alone(of_goal), features, weights, seed)
        for goal, of_goal in learnable_goals(rows)
        for weights in [weights_of_left_alone(of_goal, confounders, seed=seed)]
    ]
    return pa.concat_tables([OUT_OF_FOLD_SCHEMA.empty_table(), *tables])


def _predicted(goal, rows, features, weights, seed):
    matrix = QuantisedMatrix(encode(rows, learn_encoding(rows, features)))
    folds = rows.column("fold").to_numpy()
    predicted = classification.predict_out_of_fold(
        matrix, labels_of(rows), folds, weights, seed=seed
    )
    return pa.table(
        [
            rows.column("training_row_id"),
            pa.repeat(goal, rows.num_rows),
            pa.array(folds, pa.int32()),
            rows.column("was_reached"),
            pa.array(predicted.margins),
            pa.array(predicted.probabilities),
            pa.array(predicted.tree_counts),
            pa.array(weights),
        ],
        schema=OUT_OF_FOLD_SCHEMA,
    )
