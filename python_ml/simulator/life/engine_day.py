"""Days of the engine in one DuckDB connection: its own compiled code, without dbt's overhead."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from types import SimpleNamespace

import duckdb
import pyarrow as pa

from python_ml.simulator.life.engine_code import Model, function_of, in_order

BUILT = "built"
DATABASE = "nba"


class DbtStandIn:
    """What a Python model asks dbt for.

    Args:
        connection: duckdb.DuckDBPyConnection.
        model: what is made.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, model: Model) -> None:
        self._connection = connection
        self.this = f"{DATABASE}.main.{model.name}"
        self.config = SimpleNamespace(meta_get=model.meta.get)

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        """The table of a model, as DuckDB's relation."""
        return self._connection.table(f"{DATABASE}.main.{name}")


class Engine:
    """A warehouse in memory, in which days are built one after the other.

    Settings and tables that nobody makes are taken from a built warehouse, with their rows; what is
    kept from day to day begins empty, with the columns it has there.

    Args:
        warehouse: file of a build.
        models: compiled models by name, see `engine_code.compile_models`.
        supplied: tables of the world by name, as Python models of their own; they have the columns
            of the built ones, and null in those that are not given.
        targets: models that are wanted every day.
        restrictions: condition in SQL that the rows of a model must meet, by its name.
        threads: of DuckDB.

    Attributes:
        rows: name of a table -> rows that were made of it last.
        seconds: name of a table -> seconds that it took on all days together.
    """

    def __init__(
        self,
        warehouse: Path,
        models: dict[str, Model],
        supplied: dict[str, Model],
        targets: Iterable[str],
        *,
        restrictions: dict[str, str] | None = None,
        threads: int = 1,
    ) -> None:
        self.models = {**models, **supplied}
        for name, condition in (restrictions or {}).items():
            self.restrict(name, condition)
        self._supplied = set(supplied)
        self.connection = duckdb.connect(
            config={"threads": threads, "preserve_insertion_order": False}
        )
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute("set enable_progress_bar = false")
        self.connection.execute(f"attach ':memory:' as {DATABASE}")
        self.connection.execute(f"attach '{warehouse}' as {BUILT} (read_only)")
        self.connection.execute(f"use {DATABASE}")
        self._built = {name for (name,) in self._tables(BUILT)}
        self._present = set()
        # Read where they stand, whether or not they are added to.
        for model in models.values():
            if model.is_kept and model.name in self._built:
                self._take(model.name, with_rows=False)
        self._daily = self._plan(targets)
        self.rows = {}
        self.seconds = {}

    def restrict(self, name: str, condition: str) -> None:
        """Keep only some rows of a model from now on.

        Args:
            name: of a model that is not made every day.
            condition: in SQL.
        """
        sql = f"select * from ({self.models[name].sql}) where {condition}"
        self.models[name] = replace(self.models[name], sql=sql)

    def close(self) -> None:
        """Let the memory go."""
        self.connection.close()

    def _tables(self, database):
        return self.connection.execute(
            "select distinct table_name from duckdb_columns() "
            "where database_name = ? and schema_name = 'main'",
            [database],
        ).fetchall()

    def _plan(self, targets):
        fixed = {name for name in self.models if name.startswith(("input_", "stg_"))}
        plan = in_order(self.models, targets, fixed - self._supplied)
        made = {model.name for model in plan}
        read = set().union(*(model.parents for model in plan)) - made
        for name in sorted(read - self._present):
            self._take(name, with_rows=True)
        for model in plan:
            if model.name in self._supplied:
                self._take(model.name, with_rows=False)
        return plan

    def _take(self, name, *, with_rows):
        if name not in self._present:
            self.connection.execute(
                f"create table {name} as from {BUILT}.main.{name}{'' if with_rows else ' limit 0'}"
            )
            self._present.add(name)

    def build_day(self) -> None:
        """Build the day that the supplied tables describe."""
        self._run(self._daily)

    def build(self, targets: Iterable[str]) -> None:
        """Build what is not wanted every day, such as estimates, from the tables that are there.

        Args:
            targets: names of models.
        """
        done = {model.name for model in self._daily}
        self._run([model for model in self._plan(targets) if model.name not in done])

    def _run(self, plan):
        for model in plan:
            started = perf_counter()
            try:
                self.rows[model.name] = self._make(model)
            except duckdb.Error as error:
                raise ValueError(f"{model.name} cannot be built: {error}") from error
            self.seconds[model.name] = self.seconds.get(model.name, 0) + perf_counter() - started

    def _make(self, model):
        target = f'"{DATABASE}"."main"."{model.name}"'
        if model.sql is None:
            function = model.function or function_of(model.path)
            made = function(DbtStandIn(self.connection, model), self.connection)
            return self._fill(model.name, _in_memory(made))
        if model.is_kept:
            statement = f"insert into {target} by name {model.sql}"
        else:
            statement = f"create or replace table {target} as {model.sql}"
        return self.connection.execute(statement).fetchone()[0]

    def _fill(self, name, table):
        if name in self._supplied:
            self.connection.execute(f"truncate {name}")
            # What has no rows may be without columns.
            if not table.num_rows:
                return 0
        self.connection.register("returned", table)
        if name in self._supplied:
            self.connection.execute(f"insert into {name} by name from returned")
        else:
            self.connection.execute(f"create or replace table {name} as from returned")
        self.connection.unregister("returned")
        return table.num_rows

    def made_names(self) -> list[str]:
        """Models that are made every day by the engine's own code."""
        return [model.name for model in self._daily if model.name not in self._supplied]

    def copy_before(self, warehouse: Path, date: dt.date) -> None:
        """Lay the tables that a day began with into a warehouse.

        Args:
            warehouse: file of a build, whose tables of the same names are replaced.
            date: as-of date of the day, whose own rows are left out of what is kept.
        """
        made = set(self.made_names())
        self.connection.execute(f"attach '{warehouse}' as copied")
        views = {
            name
            for (name,) in self.connection.execute(
                "select view_name from duckdb_views() where database_name = 'copied'"
            ).fetchall()
        }
        for name in sorted(self._present):
            if name in made and not self.models[name].is_kept:
                continue
            kind = "view" if name in views else "table"
            self.connection.execute(f"drop {kind} if exists copied.main.{name}")
            condition = f"where as_of_date < date '{date}'" if name in made else ""
            self.connection.execute(
                f"create table copied.main.{name} as from {DATABASE}.main.{name} {condition}"
            )
        self.connection.execute("detach copied")

    def query(self, sql: str, parameters: Iterable = ()) -> pa.Table:
        """Rows of a query.

        Args:
            sql: select statement.
            parameters: for its question marks.

        Returns:
            pyarrow.Table.
        """
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()


def world_table(name: str, parents: Iterable[str], rows: Callable) -> Model:
    """A table that the world supplies, as a model.

    Args:
        name: of the table.
        parents: names of the tables of the engine that must be there first.
        rows: function of the engine's answers, dbt.ref, that returns a pyarrow.Table.

    Returns:
        Model.
    """

    def model(dbt: DbtStandIn, session: duckdb.DuckDBPyConnection) -> pa.Table:
        del session
        return rows(dbt.ref)

    return Model(name, frozenset(parents), function=model)


def _in_memory(made):
    """What a Python model returned, as a table: it may be read from the one that it replaces."""
    if isinstance(made, pa.RecordBatchReader):
        return made.read_all()
    return made if isinstance(made, pa.Table) else made.to_arrow_table()
