"""Why: the features that contribute most to the uplift of what is recommended."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.customers.feature_encoding import encode
from python_ml.customers.feature_phrases import FeatureWords, phrase_of
from python_ml.learners import load_learner
from python_ml.uplift.stored_models import stored_models

DRIVER_SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "action_id": pa.string(),
        "goal": pa.string(),
        "driver_rank": pa.int32(),
        "feature_name": pa.string(),
        "feature_value": pa.string(),
        "driver_phrase": pa.string(),
        "contribution": pa.float64(),
        "model_version": pa.string(),
    },
)
# Customers at a time: their values and phrases take some kilobytes each while they are worded.
BATCH = 20_000


def explain(
    artefacts: pa.Table,
    customers: pa.Table,
    chosen: pa.Table,
    words: Mapping[str, FeatureWords],
    *,
    driver_count: int = 3,
) -> pa.Table:
    """The features that contribute most to the uplift of the actions chosen for customers.

    Args:
        artefacts: pyarrow.Table of `artefacts.SCHEMA`.
        customers: pyarrow.Table of customer_id and the features.
        chosen: pyarrow.Table of customer_id, action_id and goal, at most one row per customer.
        words: how features are spoken of, by their names.
        driver_count: number of features per customer.

    Returns:
        pyarrow.Table: of `DRIVER_SCHEMA`, the largest contributions of each customer, by size
        without sign; those of 0 are left out.

    Raises:
        ValueError: if a feature is missing or of another type than in training.
    """
    tables = [DRIVER_SCHEMA.empty_table()]
    for model, specification, stored in stored_models(artefacts):
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
            fixed = {
                "action_id": action,
                "goal": specification["goal"],
                "model_version": model["model_version"],
            }
            for start in range(0, rows.num_rows, BATCH):
                batch = rows.slice(start, BATCH)
                shares = learner.contributions(encode(batch, specification["encoding"]), code)
                names, totals = _by_feature(shares, specification["encoding"])
                tables.append(
                    _largest_drivers(
                        batch, names, totals, words=words, driver_count=driver_count, fixed=fixed
                    ),
                )
    return pa.concat_tables(tables)


def _largest_drivers(rows, names, totals, *, words, driver_count, fixed):
    order = np.argsort(-np.abs(totals), axis=1, kind="stable")[:, :driver_count]
    values = {name: rows.column(name).to_pylist() for name in names}
    ids = rows.column("customer_id").to_pylist()
    records = [
        {
            "customer_id": ids[row],
            "driver_rank": rank,
            "feature_name": names[column],
            "feature_value": _as_text(values[names[column]][row]),
            "driver_phrase": phrase_of(names[column], values[names[column]][row], words),
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
