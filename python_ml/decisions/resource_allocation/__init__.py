"""One action per customer under any number of limits, with prices and a certificate."""

from python_ml.decisions.resource_allocation.allocation import Allocation, allocate
from python_ml.decisions.resource_allocation.dual import Prices
from python_ml.decisions.resource_allocation.problem import (
    UNITS,
    GroupedResource,
    Resource,
    make_problem,
)

__all__ = [
    "UNITS",
    "Allocation",
    "GroupedResource",
    "Prices",
    "Resource",
    "allocate",
    "make_problem",
]
