"""Standard errors of the areas under all learners' curves."""

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


def area_errors(units: pa.Table, *, seed: int) -> pa.Table:
    """Bootstrap standard errors of the Qini coefficient and the AUUC.

    Args:
        units: pyarrow.Table of goal, learner, action_id, unit_id, uplift, is_treated, outcome and
            unit_weight.
        seed: int.

    Returns:
        pyarrow.Table: of `SCHEMA`, a row per goal, learner and action; null where no ranking can
        be judged.
    """
    units = units.sort_by(
        [(name, "ascending") for name in ("goal", "learner", "action_id", "unit_id")]
    )
    keys = list(zip(*(units.column(name).to_pylist() for name in SCHEMA.names[:3]), strict=True))
    if not keys:
        return SCHEMA.empty_table()
    starts = [i for i, key in enumerate(keys) if not i or key != keys[i - 1]]
    rows = []
    for start, end in zip(starts, [*starts[1:], len(keys)], strict=True):
        part = units.slice(start, end - start)
        arrays = (
            np.asarray(part.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)
            for name in ("outcome", "uplift", "is_treated", "unit_weight")
        )
        try:
            errors = bootstrap_standard_errors(*arrays, seed=seed)
        except ValueError:
            errors = (None, None)
        rows.append(dict(zip(SCHEMA.names, (*keys[start], *errors), strict=True)))
    return pa.Table.from_pylist(rows, schema=SCHEMA)
