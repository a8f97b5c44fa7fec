"""The models that learn from logged decisions, on a DuckDB of their own without a project."""

from pathlib import Path

import duckdb
from jinja2 import Environment

ROOT = Path(__file__).parents[3]
MACROS = [
    *(
        ROOT / "macros" / "statistics" / f"{name}.sql"
        for name in (
            *("exact_sum", "clustered_error_of_mean"),
            *("normal_quantile", "weighted_arm_totals"),
        )
    ),
    *(
        ROOT / "macros" / "off_policy" / f"off_policy_{name}.sql"
        for name in ("terms", "totals", "cluster_totals", "value", "estimates")
    ),
    ROOT / "macros" / "off_policy" / "leave_one_out_mean.sql",
]
ESTIMATORS = ["ips", "snips", "dm", "dr", "ips_clipped", "dr_clipped", "switch_dr"]
SETTINGS = {
    "nba_confidence_level": 0.95,
    "nba_minimum_effective_sample_size": 1,
    "nba_outcome_window_days": 90,
    "nba_overlapping_windows": "sequence",
    "nba_satisfaction_metric": "nps",
    "nba_switch_weight": 1e9,
    "nba_weight_clip": 1e9,
}
OUTCOMES = [
    ("history", "decision_outcomes"),
    ("history", "int_decision_outcomes_counted"),
    ("history", "int_decision_goals_observed"),
]
OFF_POLICY = [
    *OUTCOMES,
    ("history", "int_decision_sequences_linked"),
    ("learning/rewards", "int_decision_rewards_listed"),
    ("learning/rewards", "int_decision_rewards_predicted"),
    ("learning/policy_value", "int_decision_sequences_weighed"),
    ("learning/policy_value", "int_off_policy_rows_listed"),
    ("learning/policy_value", "int_off_policy_terms_computed"),
]
EFFECTS = [
    *OUTCOMES,
    ("learning/effects", "int_effect_units_listed"),
    ("learning/effects", "int_effect_means_weighed"),
    ("learning/effects", "int_effect_influences_summed"),
    ("learning/effects", "decision_effects"),
]
POLICY_VALUE = ("learning/policy_value", "policy_value")
# What the models read beside the tables that a test gives.
EMPTY = {
    "int_trial_actions_chosen": "unit_id varchar, policy varchar, action_id varchar",
    "int_trial_rewards_listed": (
        "unit_id varchar, customer_id varchar, action_id varchar, action_probability double, "
        "goal varchar, outcome varchar, reward double"
    ),
    "int_trial_rewards_predicted": (
        "unit_id varchar, action_id varchar, outcome varchar, predicted double"
    ),
}
BOOTSTRAP = (
    "create table int_policy_value_bootstrapped as select distinct evidence, policy, outcome, "
    "estimator, null::double as bootstrap_lower, null::double as bootstrap_upper "
    f"from int_off_policy_terms_computed cross join unnest({ESTIMATORS}) as names(estimator)"
)


def build(tables, models, **settings):
    """A connection in which the models were built on the tables.

    Args:
        tables: dict of table name -> pyarrow.Table or a query.
        models: rooms and names, in their order.
        settings: variables that differ from the usual.

    Returns:
        duckdb.DuckDBPyConnection.
    """
    connection = duckdb.connect()
    for name, columns in EMPTY.items():
        connection.execute(f"create table {name} ({columns})")
    for name, table in tables.items():
        if isinstance(table, str):
            connection.execute(f"create table {name} as {table}")
        else:
            connection.register(f"{name}_given", table)
            connection.execute(f"create table {name} as from {name}_given")
    for model in models:
        if model == POLICY_VALUE:
            connection.execute(BOOTSTRAP)
        sql = _render(*model, {**SETTINGS, **settings})
        connection.execute(f"create table {model[1]} as {sql}")
    return connection


def _render(room, name, settings):
    jinja = Environment(autoescape=False)
    jinja.globals.update(
        ref=lambda model: model,
        var=settings.__getitem__,
        number_var=settings.__getitem__,
        add_days=lambda day, count: f"cast({day} + interval ({count}) day as date)",
        json_number=lambda text, key: f"cast(cast({text} as json) as map(varchar, double))[{key}]",
        hash_bucket=lambda *_: "0",
        bootstrap_group_count=lambda: 1,
        format_figure=lambda value, _: f"cast({value} as varchar)",
        estimator_names=ESTIMATORS,
    )
    macros = "\n".join(path.read_text() for path in MACROS)
    model = (ROOT / "models" / room / f"{name}.sql").read_text()
    text = (macros + model).replace("off_policy_estimators()", "estimator_names")
    return jinja.from_string(text).render()
