"""The allocation macros, rendered once, on a DuckDB of their own: no project has to be built."""

from pathlib import Path

import duckdb
from jinja2 import Environment

MACROS = Path(__file__).parents[3] / "macros" / "allocation"
INCREMENT_COLUMNS = [
    *("policy", "customer_id", "action_id", "step_number", "previous_action_id"),
    *("cost_amount", "value_amount", "increment_cost_amount", "increment_value_amount"),
    *("value_per_cost", "sequence_number", "cumulative_cost_amount", "cumulative_value_amount"),
]


def render(name, *arguments):
    files = "\n".join(file.read_text() for file in sorted(MACROS.glob("*.sql")))
    macros = Environment(autoescape=False).from_string(files).module
    return str(getattr(macros, name)(*arguments))


SQL = {
    "increments": render("budget_increments", "options"),
    "allocation": render("budget_allocation", "increments", "getvariable('budget')"),
    "upper_bound": render("budget_upper_bound", "increments", "getvariable('budget')"),
    "frontier": render("budget_frontier", "increments", "budget_steps"),
}


class AllocationSql:
    """Options are tuples (policy, customer_id, action_id, cost, value, catalogue_order)."""

    def __init__(self, threads):
        self.connection = duckdb.connect(config={"threads": threads})
        self.connection.execute("set preserve_insertion_order = false")

    def offer(self, options):
        self.offer_query(
            "select * from (values "
            + ", ".join(f"('{p}', '{c}', '{a}', {k}, {v}, {o})" for p, c, a, k, v, o in options)
            + ") as offered (policy, customer_id, action_id, cost_amount, value_amount,"
            " catalogue_order)"
            if options
            else "select null as policy, null as customer_id, null as action_id,"
            " null as cost_amount, null as value_amount, null as catalogue_order where false",
        )

    def offer_query(self, query):
        self.connection.execute(
            "create or replace table options as select cast(policy as varchar) as policy,"
            " cast(customer_id as varchar) as customer_id, cast(action_id as varchar) as action_id,"
            " cast(cost_amount as decimal(18, 4)) as cost_amount,"
            " cast(value_amount as decimal(18, 4)) as value_amount,"
            f" cast(catalogue_order as integer) as catalogue_order from ({query})",
        )
        self.connection.execute(f"create or replace table increments as {SQL['increments']}")

    def _rows(self, name, order_by):
        return self.connection.execute(f"from ({SQL[name]}) order by {order_by}").fetchall()

    def _set_budget(self, budget):
        self.connection.execute(f"set variable budget = cast({budget} as decimal(18, 4))")

    def increments(self):
        return self.connection.execute(
            f"select {', '.join(INCREMENT_COLUMNS)} from increments "
            "order by policy, sequence_number, customer_id",
        ).fetchall()

    def allocate(self, budget):
        """Rows (policy, customer_id, action_id, cost, value, chosen_by)."""
        self._set_budget(budget)
        return self._rows("allocation", "policy, customer_id")

    def upper_bound(self, budget):
        """Upper bound and shadow price by policy."""
        self._set_budget(budget)
        return {policy: (bound, price) for policy, bound, price in self._rows("upper_bound", 1)}

    def frontier(self, budgets):
        """Rows (policy, budget, spend, value, marginal return)."""
        steps = ", ".join(f"(cast({budget} as decimal(18, 4)))" for budget in budgets)
        self.connection.execute(
            "create or replace table budget_steps as "
            f"select * from (values {steps}) as steps (budget_amount)",
        )
        return self._rows("frontier", "policy, budget_amount")
