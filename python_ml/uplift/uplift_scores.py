"""Uplift of today's customers by the stored models."""

import numpy as np
import pyarrow as pa
from scipy.stats import norm

from python_ml.customers.feature_encoding import encode
from python_ml.estimation import boosting
from python_ml.learners import load_learner
from python_ml.uplift.stored_models import stored_models
from python_ml.uplift.uncertainty import predict_errors

SCORE_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "goal": pa.string(),
        "uplift": pa.float64(),
        "uplift_lower": pa.float64(),
        "uplift_upper": pa.float64(),
        "baseline_mean": pa.float64(),
        "baseline_probability": pa.float64(),
        "learner": pa.string(),
        "model_version": pa.string(),
    },
)


def score(artefacts: pa.Table, customers: pa.Table, *, confidence_level: float) -> pa.Table:
    """Score customers with stored models; no training data is needed.

    Args:
        artefacts: pyarrow.Table of `artefacts.SCHEMA`; rows of other models are ignored.
        customers: pyarrow.Table of n customers: customer_id and the features.
        confidence_level: of the intervals, in (0, 1).

    Returns:
        pyarrow.Table: of `SCORE_SCHEMA`, a row per customer, action and goal. The mean of a yes/no
        outcome is a probability; of any other outcome the probability is null.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    tables = [SCORE_SCHEMA.empty_table()]
    width = norm.ppf((1 + confidence_level) / 2)
    for model, specification, stored in stored_models(artefacts):
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
                _probabilities(baseline, specification),
                pa.repeat(specification["learner"], len(X)),
                pa.repeat(model["model_version"], len(X)),
            ]
            tables.append(pa.table(columns, schema=SCORE_SCHEMA))
    return pa.concat_tables(tables)


def _probabilities(baseline, specification):
    # Models of earlier versions know yes/no outcomes only.
    if specification.get("is_yes_no", True):
        return pa.array(np.round(baseline, 6))
    return pa.nulls(len(baseline), pa.float64())
