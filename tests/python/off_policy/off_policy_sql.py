"""The off-policy macros on a DuckDB of their own: no project has to be built."""

from pathlib import Path

import duckdb
import pyarrow as pa
from jinja2 import Environment

MACROS = Path(__file__).parents[3] / "macros"
FILES = [
    MACROS / "statistics" / "exact_sum.sql",
    MACROS / "statistics" / "clustered_error_of_mean.sql",
    *(
        MACROS / "off_policy" / f"off_policy_{name}.sql"
        for name in ("terms", "totals", "cluster_totals", "value", "estimates")
    ),
]


ESTIMATORS = ["ips", "snips", "dm", "dr", "ips_clipped", "dr_clipped", "switch_dr"]


def _render():
    """The macros as functions; the list that dbt's return() hands over is put in their place."""
    jinja = Environment(autoescape=False)
    text = "\n".join(path.read_text() for path in FILES)
    jinja.globals["estimator_names"] = ESTIMATORS
    return jinja.from_string(text.replace("off_policy_estimators()", "estimator_names")).module


MODULE = _render()


def estimate(rows, *, keys, weight_clip=20.0, switch_weight=20.0):
    """Values and standard errors of all estimators, by group.

    Args:
        rows: pyarrow.Table as off_policy_terms wants it, with the keys; units are on their own
            unless there is a cluster_id.
        keys: list of column names.
        weight_clip: number.
        switch_weight: number.

    Returns:
        dict: (keys ..., estimator) -> (value, standard error).
    """
    terms = str(MODULE.off_policy_terms("rows_listed", weight_clip, switch_weight))
    totals = str(MODULE.off_policy_totals("terms", keys))
    cluster_totals = str(MODULE.off_policy_cluster_totals("terms", keys))
    estimates = str(MODULE.off_policy_estimates("totals", "cluster_totals", keys))
    if "cluster_id" not in rows.column_names:
        rows = rows.append_column("cluster_id", pa.array(range(len(rows))))
    with duckdb.connect() as connection:
        connection.register("rows_listed", rows)
        found = connection.sql(
            f"with terms as ({terms}), totals as ({totals}), cluster_totals as ({cluster_totals}) "
            f"select * from ({estimates}) as found"
        ).to_arrow_table()
    names = [*keys, "estimator"]
    return {
        tuple(row[name] for name in names): (row["value"], row["standard_error"])
        for row in found.to_pylist()
    }
