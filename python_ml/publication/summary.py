"""What the last build decided, in a few lines: `python -m python_ml.publication.summary`."""

import os
import sys
import textwrap
from pathlib import Path

import duckdb

from python_ml.publication.served_file import published_path, require_published

DEFAULT_WAREHOUSE = "warehouse/nba.duckdb"


def summarise(published_path: Path, warehouse_path: Path | None = None) -> str:
    """Describe the recommendations in a published file.

    Args:
        published_path: the served DuckDB file.
        warehouse_path: the build database; if it holds the demo's oracle, the true value is shown.

    Returns:
        str: several lines of text, amounts in the account currency.

    Raises:
        ValueError: if nothing has been published at that path.
    """
    require_published(published_path)
    with duckdb.connect(str(published_path), read_only=True) as connection:
        lines = [*_totals(connection), "", *_chosen_actions(connection)]
        lines += _readiness(connection)
    if warehouse_path and Path(warehouse_path).exists():
        with duckdb.connect(str(warehouse_path), read_only=True) as connection:
            lines += _true_values(connection)
    return "\n".join([*lines, "", f"Published to {published_path}"])


def _totals(connection):
    row = connection.execute(
        "select c.policy, r.as_of_date, r.customer_count, r.made_count, c.period, c.period_start, "
        "c.period_end, c.budget_amount, c.committed_amount + c.delivered_amount, c.spend_amount, "
        "c.value_amount, c.optimality_gap_rate from allocation_certificate c "
        "join (select distinct policy from business_weight_effects) using (policy) "
        "cross join (select max(as_of_date) as as_of_date, count(*) as customer_count, "
        "count(*) filter (decision_state = 'made') as made_count from recommendations) r "
        "where r.customer_count > 0",
    ).fetchone()
    if row is None:
        return ["No active customer: there is nothing to recommend."]
    policy, as_of_date, customers, made, period, start, end, budget, used, spend, value, gap = row
    dates = "at every build" if period == "build" else f"from {start} to {end}"
    lines = [
        f"Policy          {policy}, as of {as_of_date}",
        f"Customers       {customers:,}, of whom {made:,} are up for a decision",
        f"Budget          {budget:,.2f} {dates}",
        f"Spend           {spend:,.2f}",
        f"Expected value  {value:,.2f} (at most {abs(gap):.4%} below the best possible)",
    ]
    if used:
        lines.insert(3, f"Used before     {used:,.2f}")
    return lines


def _chosen_actions(connection):
    rows = connection.execute(
        "select action_id, count(*), sum(cost_amount), sum(expected_value_amount) "
        "from recommendations where decision_state = 'made' group by action_id order by 2 desc, 1",
    ).fetchall()
    states = connection.execute(
        "select decision_state, count(*) from recommendations where decision_state <> 'made' "
        "group by decision_state order by 2 desc, 1",
    ).fetchall()
    lines = [
        f"{'Action':<24}{'Customers':>10}{'Cost':>14}{'Expected value':>18}",
        *(f"{action:<24}{n:>10,}{cost:>14,.2f}{value:>18,.2f}" for action, n, cost, value in rows),
    ]
    if states:
        told = ", ".join(f"{count:,} {state}" for state, count in states)
        lines += textwrap.wrap(f"Decisions of earlier days: {told}", width=100)
    return lines


def _readiness(connection):
    """What each action rests on, and its next step; nothing in a file of an older version."""
    has_readiness = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'readiness'",
    ).fetchone()[0]
    if not has_readiness:
        return []
    rows = connection.execute(
        "select action_id, rung, next_step from readiness order by catalogue_order",
    ).fetchall()
    lines = ["", f"{'Action':<24}{'Rests on':<16}Next step"]
    for action, rung, step in rows:
        lines += textwrap.wrap(
            f"{action:<24}{rung:<16}{step}", width=100, subsequent_indent=" " * 40
        )
    return lines


def _true_values(connection):
    has_oracle = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'oracle_policy_value'",
    ).fetchone()[0]
    if not has_oracle:
        return []
    rows = connection.execute(
        "select policy, spend_amount, true_value_amount, success_rate from oracle_policy_value "
        "order by true_value_amount, policy",
    ).fetchall()
    return [
        "",
        "What each policy truly earns in the simulated demo world, at the same budget:",
        f"{'Policy':<24}{'Spend':>14}{'True value':>18}{'Success':>12}",
        *(
            f"{name:<24}{cost:>14,.2f}{value:>18,.2f}{kept:>12.1%}"
            for name, cost, value, kept in rows
        ),
    ]


def main() -> None:
    """Print the summary of the published file."""
    try:
        print(
            summarise(
                published_path(),
                Path(os.environ.get("NBA_DATABASE_PATH", DEFAULT_WAREHOUSE)),
            ),
        )
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
