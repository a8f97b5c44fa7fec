"""The experiment whose statistics public packages have computed."""

import json
import os
from pathlib import Path

import numpy as np

VECTORS = Path(os.environ.get("NBA_VECTORS_DIR", Path(__file__).parents[2] / "vectors"))
REFERENCE = json.loads((VECTORS / "experiment_stats.json").read_text())
COLUMNS = {name: np.asarray(values) for name, values in REFERENCE["columns"].items()}
ARMS = np.where(COLUMNS["variant"] == 1, "treatment", "control")
COVARIATES = ("pre_revenue", "pre_sessions", "pre_orders")


def add_reference_experiments(project):
    """The experiment of the reference vectors, and one with the units that its design needs.

    Args:
        project: StatisticsProject.
    """
    project.add_experiment("vectors", {"control": 1, "treatment": 1})
    project.add_metric("vectors", "revenue", "mean", "revenue", numerator_covariate="pre_revenue")
    project.add_metric("vectors", "retained", "proportion", "retained", role="primary")
    project.add_metric(
        *("vectors", "orders_per_session", "ratio", "orders"),
        denominator="sessions",
        numerator_covariate="pre_orders",
        denominator_covariate="pre_sessions",
    )
    measures = {
        name: COLUMNS[name].tolist() for name in ("revenue", "retained", "orders", "sessions")
    }
    strata = [f"stratum_{code}" for code in COLUMNS["pre_sessions"] % 4]
    project.add_units("vectors", ARMS, strata=strata, **measures)
    project.covariates += [
        {"customer_id": f"vectors_{number:05}", **dict(zip(COVARIATES, values, strict=True))}
        for number, values in enumerate(zip(*(COLUMNS[name] for name in COVARIATES), strict=True))
    ]
    # Units enough for the power that statsmodels reports.
    project.add_experiment("planned", {"control": 1, "treatment": 1})
    project.add_metric("planned", "retained", "proportion", "retained")
    project.add_units("planned", ["control", "treatment"] * 2000)
