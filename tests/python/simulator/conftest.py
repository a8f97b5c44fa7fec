from types import SimpleNamespace

import numpy as np
import pytest

from python_ml.simulator import potential_outcomes, world
from python_ml.simulator.__main__ import DEFAULT_CUSTOMERS, DEFAULT_SEED


@pytest.fixture(scope="session", params=[DEFAULT_SEED, 8], ids=["default_seed", "another_seed"])
def company(request):
    return world.simulate(DEFAULT_CUSTOMERS, request.param)


@pytest.fixture(scope="session")
def truth(company):
    retained = potential_outcomes.retained_probability(company.customers)
    rows = np.arange(company.customers.count)
    return SimpleNamespace(retained=retained, under_rules=retained[rows, company.arm_actions[:, 0]])


@pytest.fixture(scope="session")
def tables(company):
    return world.raw_tables(company)
