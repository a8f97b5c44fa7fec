"""The explorer on the demo: today's money gives today's list."""

import duckdb
import pytest

from python_ml.explorer import reallocation

# Tables from which the small company is made.
MADE_UP = {"customers", "actions"}


@pytest.fixture(scope="module")
def served(demo):
    with duckdb.connect(str(demo.published), read_only=True) as opened:
        yield opened


def columns(connection):
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database()"
    ).fetchall()
    return {(table, column): kind for table, column, kind in rows}


def test_the_small_company_has_columns_of_published_tables(company, served):
    with duckdb.connect(str(company), read_only=True) as small:
        made = columns(small)
    published = columns(served)
    for (table, column), kind in made.items():
        if table not in MADE_UP:
            assert published[table, column] == kind, (table, column)


def test_today_s_money_gives_what_is_published(served):
    ((policy, spend, value, bound),) = served.execute(
        "select policy, cast(spend_amount as double), cast(value_amount as double), "
        "upper_bound_amount from allocation_certificate where policy = 'auto'"
    ).fetchall()
    again = reallocation.Reallocation(served, policy)
    outcome = again.with_budget(spend)
    before = reallocation.published_choices(served, policy)
    assert len(before) == len(outcome.choices) > 6000
    assert reallocation.differences(before, outcome.choices).empty
    assert outcome.spend_amount == pytest.approx(spend)
    assert outcome.value_amount == pytest.approx(value, rel=1e-9)
    assert outcome.upper_bound_amount == pytest.approx(bound, rel=1e-9)
    half = again.with_budget(spend / 2)
    assert half.spend_amount <= spend / 2
    assert half.value_amount < value
