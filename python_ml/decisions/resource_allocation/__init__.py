"""One action per customer under any number of limits, with prices and a certificate."""

from python_ml.decisions.resource_allocation.allocate import Allocation, allocate
from python_ml.decisions.resource_allocation.dual import Prices
from python_ml.decisions.resource_allocation.problem import GroupedResource, Resource, make_problem

__all__ = ["Allocation", "GroupedResource", "Prices", "Resource", "allocate", "make_problem"]
