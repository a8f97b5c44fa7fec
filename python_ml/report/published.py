"""The published tables, read as rows."""

from decimal import Decimal
from functools import cached_property

import duckdb

from python_ml.report.wording import label


class Published:
    """A served file.

    Attributes:
        connection: open DuckDB connection to it.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection):
        self.connection = connection

    def rows(self, sql: str, *parameters: object) -> list[dict]:
        """Rows of a query.

        Args:
            sql: a query on published tables, which adds up what there is one of per customer.
            parameters: values for its question marks.

        Returns:
            list of dict: column name -> value, decimals as floats; empty where a table or a column
            is not in the file, which a publication of another version may be.
        """
        try:
            result = self.connection.execute(sql, list(parameters))
        except (duckdb.CatalogException, duckdb.BinderException):
            return []
        names = [column[0] for column in result.description]
        return [
            {name: _plain(value) for name, value in zip(names, row, strict=True)}
            for row in result.fetchall()
        ]

    def row(self, sql: str, *parameters: object) -> dict:
        """The first row of a query, or an empty dict."""
        found = self.rows(sql, *parameters)
        return found[0] if found else {}

    @cached_property
    def policy(self) -> str | None:
        """Policy in charge; None if nothing is recommended to anybody."""
        # Decisions that stand may be another policy's.
        for table in ("business_weight_effects", "recommendations"):
            row = self.row(f"select any_value(policy) as policy from {table}")
            if row.get("policy"):
                return row["policy"]
        return None

    @cached_property
    def certificate(self) -> dict:
        """What the policy in charge allocated; empty if there is none."""
        return self.row("from allocation_certificate where policy = ?", self.policy)

    @cached_property
    def action_goals(self) -> dict[str, str]:
        """Key of each action that serves a goal -> that goal, in the order of the catalogue."""
        actions = self.rows("select action_id, goal from readiness order by catalogue_order")
        return {row["action_id"]: row["goal"] for row in actions}

    @cached_property
    def _action_names(self):
        return {
            row["action_id"]: row["action_name"]
            for row in self.rows(
                "select action_id, action_name from readiness where action_name is not null "
                "union select action_id, action_name from decision_funnel "
                "where action_name is not null order by 1, 2",
            )
        }

    def action_name(self, action_id: str) -> str:
        """Name of an action in the catalogue, or words made of its key."""
        return self._action_names.get(action_id) or label(action_id)


def _plain(value):
    return float(value) if isinstance(value, Decimal) else value
