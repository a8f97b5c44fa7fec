"""What the last build decided, in a few lines: `python -m python_ml.publication.summary`."""

import os
import sys
import textwrap
from pathlib import Path

import duckdb

DEFAULT_WAREHOUSE = "warehouse/nba.duckdb"
DEFAULT_PUBLISHED = "published/nba.duckdb"


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
    if not Path(published_path).exists():
        raise ValueError(f"Nothing is published at '{published_path}'. Run `make build` first.")
    with duckdb.connect(str(published_path), read_only=True) as connection:
        lines = [*_totals(connection), "", *_chosen_actions(connection)]
        lines += _readiness(connection)
    if warehouse_path and Path(warehouse_path).exists():
        with duckdb.connect(str(warehouse_path), read_only=True) as connection:
            lines += _true_values(connection)
    return "\n".join([*lines, "", f"Published to {published_path}"])


def _totals(connection):
    row = connection.execute(
        "select r.policy, r.as_of_date, c.customer_count, c.budget_amount, c.spend_amount, "
        "c.value_amount, c.optimality_gap_rate from allocation_certificate c "
        "join (select distinct policy, as_of_date from recommendations) r using (policy)",
    ).fetchone()
    if row is None:
        return ["No active customer: there is nothing to recommend."]
    policy, as_of_date, customers, budget, spend, value, gap = row
    return [
        f"Policy          {policy}, as of {as_of_date}",
        f"Customers       {customers:,}",
        f"Budget          {budget:,.2f}",
        f"Spend           {spend:,.2f}",
        f"Expected value  {value:,.2f} (at most {gap:.4%} below the best possible)",
    ]


def _chosen_actions(connection):
    rows = connection.execute(
        "select action_id, count(*), sum(cost_amount), sum(expected_value_amount) "
        "from recommendations group by action_id order by 2 desc, 1",
    ).fetchall()
    return [
        f"{'Action':<24}{'Customers':>10}{'Cost':>14}{'Expected value':>18}",
        *(f"{action:<24}{n:>10,}{cost:>14,.2f}{value:>18,.2f}" for action, n, cost, value in rows),
    ]


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
                Path(os.environ.get("NBA_PUBLISHED_PATH", DEFAULT_PUBLISHED)),
                Path(os.environ.get("NBA_DATABASE_PATH", DEFAULT_WAREHOUSE)),
            ),
        )
    except ValueError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
