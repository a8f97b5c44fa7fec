"""Past actions predicted by propensity models that have not seen their customers."""

import pyarrow as pa

from python_ml.customers.feature_encoding import learn_encoding
from python_ml.estimation import classification
from python_ml.estimation.boosting import QuantisedMatrix
from python_ml.uplift.propensity_rows import labels_of, learnable_rows, training_matrix
from python_ml.uplift.training_set import TrainingSet

OUT_OF_FOLD_SCHEMA = pa.schema(
    {
        "training_row_id": pa.string(),
        "action_id": pa.string(),
        "fold": pa.int32(),
        "was_successful": pa.bool_(),
        "margin": pa.float64(),
        "success_probability": pa.float64(),
        "tree_count": pa.int32(),
    },
)


def predict_out_of_fold(training_set: TrainingSet) -> pa.Table:
    """Predict every training row by a model that has not seen its customer.

    How is said in `classification.predict_out_of_fold`.

    Args:
        training_set: TrainingSet of n past actions.

    Returns:
        pyarrow.Table: n' rows of `OUT_OF_FOLD_SCHEMA`, those of actions that can be learnt.

    Raises:
        ValueError: if a feature is missing or of the wrong type.
    """
    rows, actions = learnable_rows(training_set.rows)
    if not actions:
        return OUT_OF_FOLD_SCHEMA.empty_table()
    matrix = QuantisedMatrix(
        training_matrix(rows, learn_encoding(rows, training_set.features), actions)
    )
    folds = rows.column("fold").to_numpy()
    predicted = classification.predict_out_of_fold(
        matrix, labels_of(rows), folds, seed=training_set.seed
    )
    return pa.table(
        [
            rows.column("training_row_id"),
            rows.column("action_id"),
            pa.array(folds, pa.int32()),
            rows.column("was_successful"),
            pa.array(predicted.margins),
            pa.array(predicted.probabilities),
            pa.array(predicted.tree_counts),
        ],
        schema=OUT_OF_FOLD_SCHEMA,
    )
