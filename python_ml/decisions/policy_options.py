"""What the policies may choose from, read one policy at a time: together they may not fit."""

from collections.abc import Callable, Container
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

COLUMNS = (
    *("customer_number", "action_number", "cost_amount"),
    *("expected_value_amount", "decision_value_amount", "is_explored"),
)


@dataclass(frozen=True)
class PolicyOptions:
    """The options of several policies.

    Attributes:
        policies: names, in ascending order.
        of: function of a policy's name that returns a pyarrow.Table of `COLUMNS`, a row per
            customer and open action, in any order.
    """

    policies: tuple[str, ...]
    of: Callable[[str], pa.Table]

    @classmethod
    def of_relation(cls, relation: duckdb.DuckDBPyRelation) -> "PolicyOptions":
        """Of a table of the warehouse.

        Args:
            relation: of `COLUMNS` and policy.

        Returns:
            PolicyOptions.
        """
        names = relation.project("policy").distinct().to_arrow_table().column("policy")
        columns = ", ".join(COLUMNS)

        def read(policy):
            own = relation.filter(duckdb.ColumnExpression("policy") == policy)
            return own.project(columns).to_arrow_table()

        return cls(tuple(sorted(names.to_pylist())), read)

    @classmethod
    def of_table(cls, table: pa.Table) -> "PolicyOptions":
        """Of a table that is in memory.

        Args:
            table: pyarrow.Table of `COLUMNS` and policy.

        Returns:
            PolicyOptions.
        """
        names = table.column("policy")
        return cls(
            tuple(sorted(pc.unique(names).to_pylist())),
            lambda policy: table.filter(pc.equal(names, policy)).select(COLUMNS),
        )

    def only(self, policies: Container[str]) -> "PolicyOptions":
        """Those of some policies.

        Args:
            policies: names.

        Returns:
            PolicyOptions.
        """
        return replace(self, policies=tuple(name for name in self.policies if name in policies))
