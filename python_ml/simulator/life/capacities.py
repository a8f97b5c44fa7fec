"""What a living company has to give in a calendar month."""

import numpy as np

from python_ml.simulator.catalogue import ACTIONS, CALL, EMAIL, TRAINING, UNIT_COSTS, UPSELL
from python_ml.simulator.life.population import CUSTOMERS_PER_MANAGER
from python_ml.simulator.life.settings import LifeSettings

BUDGET = "budget"
HOURS = "account_manager_hours"
SHARED = (BUDGET, "calls", "training_seats", "email_slots")
# Of each resource for each customer; hours for each customer of an account manager.
PER_CUSTOMER = {"calls": 0.03, "training_seats": 0.08, "email_slots": 0.15, HOURS: 0.1}


def _use(amounts):
    return np.array([amounts.get(action, 0.0) for action in range(len(ACTIONS))])


# What one action uses: (5,) by resource.
USE = {
    BUDGET: UNIT_COSTS,
    "calls": _use({CALL: 1.0}),
    "training_seats": _use({TRAINING: 1.0}),
    "email_slots": _use({EMAIL: 1.0}),
    HOURS: _use({CALL: 1.0, TRAINING: 0.5, UPSELL: 0.25}),
}


def maximum_amounts(settings: LifeSettings) -> dict[str, float]:
    """The most of each resource in a month; of hours, for one account manager.

    Args:
        settings: LifeSettings.

    Returns:
        dict: amount by resource, in its own unit.
    """
    sizes = {HOURS: CUSTOMERS_PER_MANAGER}
    amounts = {
        name: float(np.ceil(share * sizes.get(name, settings.customers)))
        for name, share in PER_CUSTOMER.items()
    }
    return {BUDGET: settings.monthly_budget, **amounts}
