import pytest
from allocation_sql import AllocationSql


@pytest.fixture(scope="session")
def sql():
    return AllocationSql(threads=1)
