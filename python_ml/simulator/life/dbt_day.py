"""One day of a life built by dbt itself, to compare with the day that was built without it."""

import itertools
import shutil
from pathlib import Path

import duckdb
from dbt.contracts.graph.manifest import Manifest

from python_ml.simulator.life.company import WAREHOUSE, variables_of, warehouse_at
from python_ml.simulator.life.engine_code import call_every_build_whole, own_manifest, run_dbt
from python_ml.simulator.life.life import Life

# What is compared: every row, and these columns.
COMPARED = {
    "recommendations": (
        "customer_id, policy, action_id, expected_value_amount, cost_amount, role, "
        "round(action_probability, 9) as action_probability, decided_on, decision_triggers, "
        "decision_state, reason"
    ),
    "decision_log": (
        "decision_id, customer_id, policy, action_id, role, expected_value_amount, "
        "round(action_probability, 9) as action_probability"
    ),
    "decision_withdrawals": "decision_id, customer_id, as_of_date, reason",
    "resource_periods": "resource_id, account_manager_id, period_start, left_amount",
}
_ONLY_LIVE = {"decision_log": "is_live"}


def differences(life: Life, day: int, company: Path, folder: Path, manifest: Manifest) -> list[str]:
    """Build a day with dbt, from the tables that the engine began it with, and compare.

    Args:
        life: Life whose engine has just built the day.
        day: that day.
        company: folder of the company that the life began with.
        folder: to work in; it is made.
        manifest: the parsed project.

    Returns:
        list: a sentence for each table that differs; empty if dbt decides the same.

    Raises:
        ValueError: if dbt cannot build the day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(company / WAREHOUSE, folder / WAREHOUSE)
    date = life.settings.calendar_date(day)
    life.engine.copy_before(folder / WAREHOUSE, date)
    manifest = own_manifest(manifest)
    call_every_build_whole(manifest)
    # What stands before a run looks at raw tables, and there are none of this company.
    for name in [name for name in manifest.nodes if name.startswith("operation.")]:
        del manifest.nodes[name]
    with warehouse_at(folder):
        run_dbt(
            ["run", "--select", *life.engine.made_names()],
            variables_of(company, life.settings),
            manifest=manifest,
        )
    with duckdb.connect(str(folder / WAREHOUSE), read_only=True) as built:
        return [
            sentence
            for table, columns in COMPARED.items()
            for sentence in _compared(life, built, table, columns)
        ]


def _compared(life, built, table, columns):
    query = f"select {columns} from {table} where {_ONLY_LIVE.get(table, 'true')} order by all"
    ours = life.engine.query(query).to_pylist()
    theirs = built.sql(query).to_arrow_table().to_pylist()
    for our, their in itertools.zip_longest(ours, theirs):
        if our != their:
            yield f"{table} differs: dbt says {their}, and the life was told {our}."
            return
