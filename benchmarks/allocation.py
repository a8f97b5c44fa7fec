"""Seconds that the budget allocation takes, from options to plan, on generated customers.

Usage: python benchmarks/allocation.py --customers 1000000 --actions 7 [--runs 3] [--threads 4]
"""

import argparse
import os
import time
from pathlib import Path

import duckdb
from jinja2 import Environment

MACROS = Path(__file__).parents[1] / "macros" / "allocation"
# Dearer actions are worth more, with falling returns; about one option in three is worth nothing.
OPTIONS = """
    with draws as (
        select
            customer,
            action,
            hash(customer * 64 + action) % 1000003 / 1000003.0 as cost_draw,
            hash(customer * 64 + action + 0.5) % 1000003 / 1000003.0 as value_draw
        from range({customers}) as customers (customer), range({actions}) as actions (action)
    )
    select
        'benchmark' as policy,
        'C' || lpad(cast(customer as varchar), 9, '0') as customer_id,
        'action_' || action as action_id,
        cast(
            case when action = 0 then 0 else 5 * pow(1.8, action) * (0.5 + cost_draw) end
            as decimal(18, 4)
        ) as cost_amount,
        cast(
            case
                when action = 0 then 0
                else 60 * sqrt(pow(1.8, action)) * pow(value_draw, 1.5) - 20
            end as decimal(18, 4)
        ) as value_amount,
        cast(action as integer) as catalogue_order
    from draws
"""


def render(name, *arguments):
    """The SQL of an allocation macro, which needs nothing of dbt."""
    template = Environment(autoescape=False).from_string((MACROS / f"{name}.sql").read_text())
    return str(getattr(template.module, name)(*arguments))


def timed_run(connection, budget):
    """Run every stage into a table of its name; returns seconds by stage."""
    amount = f"cast({budget} as decimal(18, 4))"
    stages = {
        "increments": render("budget_increments", "options"),
        "allocation": render("budget_allocation", "increments", amount),
        "upper_bound": render("budget_upper_bound", "increments", amount),
        "frontier": render("budget_frontier", "increments", "budget_steps"),
    }
    seconds = {}
    for name, sql in stages.items():
        began = time.perf_counter()
        connection.execute(f"create or replace table {name} as {sql}")
        seconds[name] = time.perf_counter() - began
    return seconds


def main():
    """Generate options, allocate a budget several times, print the shortest seconds by stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--actions", type=int, default=7, help="per customer, do_nothing included")
    parser.add_argument("--budget-per-customer", type=float, default=20)
    parser.add_argument("--frontier-steps", type=int, default=100)
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count()))
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    budget = arguments.customers * arguments.budget_per_customer

    connection = duckdb.connect(config={"threads": arguments.threads})
    # As in profiles.yml.
    connection.execute("set preserve_insertion_order = false")
    connection.execute(
        "create table options as "
        + OPTIONS.format(customers=arguments.customers, actions=arguments.actions),
    )
    connection.execute(
        f"create table budget_steps as select cast({budget} * 2 * step / {arguments.frontier_steps}"
        " as decimal(18, 4)) as budget_amount"
        f" from range({arguments.frontier_steps} + 1) as steps (step)",
    )
    runs = [timed_run(connection, budget) for _ in range(arguments.runs)]

    print(
        f"{arguments.customers:,} customers x {arguments.actions} actions, "
        f"{arguments.threads} threads, DuckDB {duckdb.__version__}, best of {arguments.runs} runs",
    )
    for name in runs[0]:
        rows = connection.execute(f"select count(*) from {name}").fetchone()[0]
        print(f"  {name:<24}{min(run[name] for run in runs):>8.2f} s{rows:>14,} rows")
    plan = min(run["increments"] + run["allocation"] for run in runs)
    print(f"  {'increments + allocation':<24}{plan:>8.2f} s")
    print(f"  {'total':<24}{min(sum(run.values()) for run in runs):>8.2f} s")
    spend, value, filled = connection.execute(
        "select sum(cost_amount), sum(value_amount), count(*) filter (where chosen_by = 'fill')"
        " from allocation",
    ).fetchone()
    bound, price = connection.execute(
        "select upper_bound_amount, shadow_price from upper_bound",
    ).fetchone()
    print(f"spend {spend:,} of {budget:,.4f}; {filled} customers by fill")
    print(
        f"value {value:,}, upper bound {bound:,.4f}, gap {(bound - float(value)) / bound:.2e}, "
        f"shadow price {price:.4f}",
    )


if __name__ == "__main__":
    main()
