"""A life in words and figures."""

import numpy as np
import pandas as pd

from python_ml.simulator.life.capacities import BUDGET, maximum_amounts
from python_ml.simulator.life.delivery import DELIVERED
from python_ml.simulator.life.life import Life


def months(life: Life) -> pd.DataFrame:
    """One row per calendar month.

    Args:
        life: Life.

    Returns:
        pandas.DataFrame: customers (mean), decisions, acting decisions, delivered, used of the
        money at the end, and its limit, value earned, rows worked on and seconds a day.
    """
    days = life.days.assign(month=life.settings.month(life.days["day"].to_numpy()))
    delivered = life.events[life.events["fate"] == DELIVERED]
    grouped = days.groupby("month")
    table = pd.DataFrame(
        {
            "customers": grouped["customers"].mean().round(),
            "decisions": grouped["decisions"].sum(),
            "to act": grouped["acted"].sum(),
            "delivered": np.bincount(
                life.settings.month(delivered["day"].to_numpy()), minlength=len(grouped)
            ),
            "used": grouped[f"used_{BUDGET}"].last(),
            "budget": maximum_amounts(life.settings)[BUDGET],
            "value earned": grouped["value"].sum(),
            "rows a day": grouped["rows"].mean(),
            "seconds a day": grouped["seconds"].mean().round(2),
        }
    )
    return table.rename_axis("month").reset_index()


def as_lines(table: pd.DataFrame) -> str:
    """A table as text.

    Args:
        table: pandas.DataFrame.

    Returns:
        str: one line per row, and one for the names.
    """
    return table.to_string(index=False, float_format=lambda figure: f"{figure:,.4g}")


def beside_truth(estimates: pd.DataFrame) -> pd.DataFrame:
    """Estimates with whether the truth is in their interval.

    Args:
        estimates: of `estimates.effects` or `estimates.policy_values`.

    Returns:
        pandas.DataFrame.
    """
    is_covered = (estimates["lower"] <= estimates["truth"]) & (
        estimates["truth"] <= estimates["upper"]
    )
    return estimates.assign(covered=is_covered)
