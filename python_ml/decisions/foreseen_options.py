"""What those may choose from who come up later in the planning horizon."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.decisions.option_values import option_values


@dataclass(frozen=True)
class Foresight:
    """The decisions to come of all policies, or a sample of them.

    Attributes:
        options: pyarrow.Table, a row per policy, decision to come and action: policy, point_number,
            action_number, foreseen_on, account_manager_id, cost_amount and decision_value_amount.
        sample_rate: share of all decisions to come that are in it, in (0, 1].
    """

    options: pa.Table
    sample_rate: float = 1.0

    @classmethod
    def of_tables(cls, options: pa.Table, sampled: pa.Table) -> "Foresight":
        """From the tables of the warehouse.

        Args:
            options: pyarrow.Table as `options`.
            sampled: pyarrow.Table of one row with sample_rate.

        Returns:
            Foresight.
        """
        return cls(options, float(sampled.column("sample_rate").to_pylist()[0]))

    @property
    def policies(self) -> set:
        """Names of the policies whose values it has."""
        return set(pc.unique(self.options.column("policy")).to_pylist())

    def of(self, policy: str, action_count: int) -> "ForeseenOptions":
        """What one policy may choose from.

        Args:
            policy: name.
            action_count: int, k.

        Returns:
            ForeseenOptions.
        """
        own = self.options.filter(pc.equal(self.options.column("policy"), policy))
        return ForeseenOptions(own, action_count, self.sample_rate)


class ForeseenOptions:
    """What one policy may choose from later, as arrays.

    Args:
        table: pyarrow.Table as `Foresight.options`, of one policy.
        action_count: int, k.
        sample_rate: share of all decisions to come that are in it.
    """

    def __init__(self, table: pa.Table, action_count: int, sample_rate: float) -> None:
        self.points, rows, self.value, self.cost = option_values(
            table, "point_number", action_count
        )
        _, first = np.unique(rows, return_index=True)
        self.account_managers = table.column("account_manager_id").take(first).to_pylist()
        self.days = table.column("foreseen_on").take(first).to_pylist()
        self.sample_rate = sample_rate

    def __len__(self) -> int:
        """Number of decisions to come, m."""
        return len(self.points)

    def groups(self, managers: Sequence[str]) -> np.ndarray:
        """Whose resources each decision to come uses.

        Args:
            managers: names of the account managers.

        Returns:
            (m,) place of each account manager in `managers`, -1 for none.
        """
        places = {name: place for place, name in enumerate(managers)}
        return np.array(
            [places.get(name, -1) for name in self.account_managers], dtype=np.int64
        ).reshape(-1)

    def until(self, period_end: dt.date | None) -> np.ndarray:
        """Which decisions come within a period.

        Args:
            period_end: last day of the period; None for one without an end.

        Returns:
            (m,) bool.
        """
        if period_end is None:
            return np.ones(len(self), dtype=bool)
        return np.array([day <= period_end for day in self.days], dtype=bool).reshape(-1)
