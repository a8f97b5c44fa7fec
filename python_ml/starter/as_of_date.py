"""The day that decisions are made for, where a wrong date in the future would move it."""

import datetime as dt

import duckdb

from python_ml.starter.metrics import Metric
from python_ml.starter.profiles import moment_sql
from python_ml.starter.table_matching import Matching

# The columns that tell when something happened; renewals lie in the future by nature.
OBSERVED = {
    *(
        ("usage", "week_start_on"),
        ("support_tickets", "opened_at"),
        ("subscriptions", "started_on"),
    ),
    *(("survey_responses", "responded_at"), ("churn_scores", "scored_on")),
    *(("action_history", "performed_at"), ("customer_outcomes", "observed_at")),
}
NEARLY_ALL = 0.99
# Days further than this beyond nearly all others are mistakes.
TOLERATED_DAYS = 60


def as_of_date(
    matching: Matching, metrics: list[Metric], connection: duckdb.DuckDBPyConnection
) -> dt.date | None:
    """The day after the newest fact, if the engine would not find it by itself.

    Args:
        matching: what the files were taken for.
        metrics: what else happens to customers.
        connection: the scratch database they are in.

    Returns:
        dt.date: None if the newest fact of all can be trusted.
    """
    columns = [
        (match.source, found.source)
        for match in matching.tables.values()
        for found in match.columns
        if (match.table.name, found.column.name) in OBSERVED and found.source is not None
    ]
    columns += [(metric.source, metric.date) for metric in metrics]
    if not columns:
        return None
    days = " union all ".join(
        f'select cast({moment_sql(column)} as date) as day from "{source.table}"'
        for source, column in columns
    )
    usual = f"select quantile_disc(day, {NEARLY_ALL}) + {TOLERATED_DAYS} as last_day from days"
    rows = connection.execute(
        f"with days as ({days}), usual as ({usual}) "
        "select max(day), max(day) filter (day <= last_day) from days cross join usual"
    ).fetchall()
    newest, believed = rows[0]
    return None if newest == believed else believed + dt.timedelta(days=1)
