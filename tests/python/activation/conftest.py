import duckdb
import pytest

PAYLOADS = """
create table crm_payloads as
select
    'crm' as target, 'task' as object, i + 1 as delivery_order, md5('key' || i) as delivery_key,
    md5('decision' || i) as decision_id, 1 as revision,
    case when i % 10 = 0 then 'withdraw' else 'insert' end as operation,
    date '2026-06-29' as as_of_date,
    'C' || (i // 2) as customer_id, i % 2 = 0 as is_new,
    '{"id":"' || i || '","customer":{"key":"C' || (i // 2)
    || '"},"note":"naïve, \\"quoted\\""}' as payload
from range(?) as numbers (i)
"""


def write_publication(path, count):
    with duckdb.connect(str(path)) as connection:
        connection.execute(PAYLOADS, [count])
        connection.execute("create table crm_targets as select 'crm' as target, 'task' as object")
    return path


@pytest.fixture(scope="session")
def few(tmp_path_factory):
    """A publication with ten changes, two for each customer."""
    return write_publication(tmp_path_factory.mktemp("few") / "nba.duckdb", 10)


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """A publication with 10,000 changes."""
    return write_publication(tmp_path_factory.mktemp("many") / "nba.duckdb", 10_000)
