"""The models of exploration on a DuckDB of their own: no project has to be built."""

from pathlib import Path

import duckdb
from jinja2 import Environment

ROOT = Path(__file__).parents[3]
MACROS = [
    ROOT / "macros" / "statistics" / "exact_sum.sql",
    ROOT / "macros" / "cross_database" / "hash_bucket.sql",
]
MODELS = [
    "int_exploration_options_listed",
    "int_exploration_limits_measured",
    "int_exploration_probabilities_computed",
    "int_exploration_drawn",
]
DRAW_UNITS = 2**30
SALT = "'salt of a simulation'"


class Exploration:
    """A few customers, actions and limits, drawn again and again.

    Args:
        customers: dict of customer_id -> account_manager_id or None.
        options: rows (customer_id, action_id, cost_amount); doing nothing is added for everybody.
        uses: rows (resource_id, action_id, amount).
        limits: rows (resource_id, account_manager_id, maximum_amount).
        rate: float, nba_exploration_rate.
        share: float, nba_exploration_resource_share.
    """

    def __init__(self, customers, options, uses, limits, *, rate, share):
        self.connection = duckdb.connect(config={"threads": 1})
        self._tables(customers, options, uses, limits)
        self.sql = {name: _render(name, rate, share) for name in MODELS}
        for name in MODELS:
            self.connection.execute(f"create table {name} as {self.sql[name]}")

    def _tables(self, customers, options, uses, limits):
        actions = ["do_nothing", *sorted({row[1] for row in options})]
        rows = [(customer, "do_nothing", 0) for customer in customers] + options
        create = self.connection.execute
        create("create table int_policies_in_charge as select 'p' as live_policy")
        create("create table int_as_of_date as select date '2026-06-29' as as_of_date")
        create(
            "create table int_policy_options_listed (policy varchar, customer_id varchar, "
            "action_id varchar, action_number integer, cost_amount decimal(18, 4))"
        )
        self._fill(
            "int_policy_options_listed",
            [
                ("p", customer, action, actions.index(action), cost)
                for customer, action, cost in rows
            ],
        )
        create("create table customer_profile (customer_id varchar, account_manager_id varchar)")
        self._fill("customer_profile", list(customers.items()))
        create("create table int_experiment_strata_formed (customer_id varchar, stratum varchar)")
        self._fill("int_experiment_strata_formed", [(customer, "s") for customer in customers])
        create(
            "create table input_resource_use "
            "(resource_id varchar, action_id varchar, amount double)"
        )
        self._fill("input_resource_use", uses)
        create(
            "create table int_resource_limits_listed (resource_id varchar, "
            "account_manager_id varchar, maximum_amount double)"
        )
        self._fill("int_resource_limits_listed", limits)

    def _fill(self, table, rows):
        if rows:
            places = ", ".join("?" for _ in rows[0])
            self.connection.executemany(f"insert into {table} values ({places})", rows)

    def probabilities(self):
        """dict of (customer_id, action_id) -> stated probability."""
        rows = self.connection.execute(
            "select customer_id, action_id, explored_probability "
            "from int_exploration_probabilities_computed"
        ).fetchall()
        return {(customer, action): probability for customer, action, probability in rows}

    def limits(self):
        return self.connection.execute("from int_exploration_limits_measured").fetchall()

    def draw(self, salt):
        """dict of customer_id -> explored action, of those who explore."""
        drawn = self.sql["int_exploration_drawn"].replace(SALT, f"'{salt}'")
        rows = self.connection.execute(
            f"select customer_id, explored_action_id from ({drawn}) as drawn "
            "where explored_action_id is not null"
        ).fetchall()
        return dict(rows)


def _render(name, rate, share):
    settings = {"nba_exploration_rate": rate, "nba_exploration_resource_share": share}
    jinja = Environment(autoescape=False)
    jinja.globals.update(
        ref=lambda model: model,
        var=lambda _: SALT.strip("'"),
        number_var=settings.__getitem__,
        draw_units=lambda: DRAW_UNITS,
    )
    macros = "\n".join(path.read_text() for path in MACROS)
    macros = macros.replace("macro duckdb__hash_bucket", "macro hash_bucket_of_duckdb")
    model = (ROOT / "models" / "decisions" / "exploration" / f"{name}.sql").read_text()
    model = model.replace("hash_bucket(", "hash_bucket_of_duckdb(")
    return jinja.from_string(macros + model).render()
