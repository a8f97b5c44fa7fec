"""Standard errors of the areas under all learners' curves."""

import duckdb
import numpy as np
import pyarrow as pa

from python_ml.evaluation import bootstrap_standard_errors

SCHEMA = pa.schema(
    {
        "goal": pa.string(),
        "learner": pa.string(),
        "action_id": pa.string(),
        "qini_standard_error": pa.float64(),
        "auuc_standard_error": pa.float64(),
    },
)


KEY = SCHEMA.names[:3]
COLUMNS = ("outcome", "uplift", "is_treated", "unit_weight")


def area_errors(units: duckdb.DuckDBPyRelation, *, seed: int) -> pa.Table:
    """Bootstrap standard errors of the Qini coefficient and the AUUC.

    Units are read one goal, learner and action at a time.

    Args:
        units: DuckDB relation of goal, learner, action_id, unit_id, uplift, is_treated, outcome and
            unit_weight.
        seed: int.

    Returns:
        pyarrow.Table: of `SCHEMA`, a row per goal, learner and action; null where no ranking can
        be judged.
    """
    keys = units.project(", ".join(KEY)).distinct().order(", ".join(KEY)).fetchall()
    rows = []
    for key in keys:
        is_own = [
            duckdb.ColumnExpression(name) == duckdb.ConstantExpression(value)
            for name, value in zip(KEY, key, strict=True)
        ]
        own = units.filter(is_own[0] & is_own[1] & is_own[2])
        part = own.order("unit_id").project(", ".join(COLUMNS)).to_arrow_table()
        arrays = (
            np.asarray(part.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)
            for name in COLUMNS
        )
        try:
            errors = bootstrap_standard_errors(*arrays, seed=seed)
        except ValueError:
            errors = (None, None)
        rows.append(dict(zip(SCHEMA.names, (*key, *errors), strict=True)))
    return pa.Table.from_pylist(rows, schema=SCHEMA)
