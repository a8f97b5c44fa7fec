"""One action per customer under any number of limits, with prices and a certificate."""

from python_ml.decisions.resource_allocation.allocation import (
    Allocation,
    allocate,
    binding_resources,
)
from python_ml.decisions.resource_allocation.dual import Dual, Prices, find_prices
from python_ml.decisions.resource_allocation.problem import (
    UNITS,
    GroupedResource,
    Problem,
    Resource,
    make_problem,
)

__all__ = [
    "UNITS",
    "Allocation",
    "Dual",
    "GroupedResource",
    "Prices",
    "Problem",
    "Resource",
    "allocate",
    "binding_resources",
    "find_prices",
    "make_problem",
]
