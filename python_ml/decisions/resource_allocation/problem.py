"""What is to be allocated: values, costs and resources, all checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Amounts are whole numbers of 1/10,000 of their unit, so that limits hold exactly.
UNITS = 10_000
LARGEST_AMOUNT = 2**53


@dataclass(frozen=True)
class Resource:
    """A limit on how much all customers together use.

    Attributes:
        name: of the setting it comes from; errors name it.
        amount: (k,) use by one customer of each action, or (n, k) where customers differ.
        limit: the most that may be used; inf for no limit.
        minimum: the least that must be used.
    """

    name: str
    amount: np.ndarray
    limit: float = float("inf")
    minimum: float = 0.0


@dataclass(frozen=True)
class GroupedResource:
    """A limit for each group of customers, such as the hours of each account manager.

    Attributes:
        name: of the setting it comes from; errors name it.
        amount: (k,) use by one customer of each action.
        group: (n,) code of the group of each customer; -1 for none, whom nothing limits.
        limits: (g,) the most that each group may use.
    """

    name: str
    amount: np.ndarray
    group: np.ndarray
    limits: np.ndarray


@dataclass(frozen=True)
class Problem:
    """One action per customer, of the largest total value within all resources.

    Made by `make_problem`; amounts, limits and minimums are in whole units of 1/10,000.

    Attributes:
        value: (n, k) value of each action; -inf where it is not allowed. Action 0 does nothing: it
            is worth 0, uses nothing, and is always allowed.
        key: (n,) numbers that break ties, so that the order of the rows does not.
        resources: tuple of Resource.
        grouped: tuple of GroupedResource.
    """

    value: np.ndarray
    key: np.ndarray
    resources: tuple
    grouped: tuple

    @property
    def customer_count(self) -> int:
        """Number of customers."""
        return self.value.shape[0]

    @property
    def action_count(self) -> int:
        """Number of actions, doing nothing included."""
        return self.value.shape[1]

    def part(self, rows: np.ndarray) -> "Problem":
        """The same problem for some customers, with their share of the limits.

        Args:
            rows: (m,) index of customers.

        Returns:
            Problem.
        """
        share = len(rows) / self.customer_count
        resources = tuple(
            Resource(
                resource.name,
                resource.amount if resource.amount.ndim == 1 else resource.amount[rows],
                resource.limit * share,
                resource.minimum * share,
            )
            for resource in self.resources
        )
        grouped = tuple(
            GroupedResource(
                resource.name, resource.amount, resource.group[rows], resource.limits * share
            )
            for resource in self.grouped
        )
        return Problem(self.value[rows], self.key[rows], resources, grouped)


def make_problem(
    value: np.ndarray,
    key: np.ndarray,
    resources: Sequence[Resource] = (),
    grouped: Sequence[GroupedResource] = (),
) -> Problem:
    """Check everything, and bring it into one form.

    Args:
        value: (n, k) value of each action; -inf or nan where it is not allowed. Action 0 does
            nothing, whatever its column says.
        key: (n,) numbers that break ties.
        resources: of Resource, in their own units.
        grouped: of GroupedResource, in their own units.

    Returns:
        Problem.

    Raises:
        ValueError: for shapes that do not fit, infinite values, negative or undefined amounts,
            limits below 0 or below their minimum, and unknown groups.
    """
    value = np.array(value, dtype=np.float64)
    if value.ndim != 2 or value.shape[1] < 1:  # noqa: PLR2004
        raise ValueError("The values must be a table of customers x actions.")
    if np.isposinf(value).any():
        raise ValueError("A value is infinite. Give the expected value in money.")
    if np.shape(key) != value.shape[:1]:
        raise ValueError("The keys must be one number for each customer.")
    value[np.isnan(value)] = -np.inf
    value[:, 0] = 0.0
    return Problem(
        value,
        np.asarray(key),
        tuple(_checked_resource(resource, value.shape) for resource in resources),
        tuple(_checked_group(resource, value.shape) for resource in grouped),
    )


def whole_units(amount: np.ndarray, name: str) -> np.ndarray:
    """Amounts as whole numbers of 1/10,000.

    Args:
        amount: array of numbers of 0 and more.
        name: of the resource.

    Returns:
        array of float64 that hold whole numbers; inf stays.

    Raises:
        ValueError: if an amount is negative, undefined or too large to be counted exactly.
    """
    amount = np.asarray(amount, dtype=np.float64)
    if np.isnan(amount).any() or (amount < 0).any():
        raise ValueError(f"The amounts of {name} must be numbers of 0 and more.")
    units = np.rint(amount * UNITS)
    if (units[np.isfinite(units)] > LARGEST_AMOUNT).any():
        raise ValueError(f"An amount of {name} is too large to be counted. Use a larger unit.")
    return units


def _checked_resource(resource, shape):
    amount = whole_units(resource.amount, resource.name)
    if amount.shape not in (shape, shape[1:]):
        raise ValueError(
            f"{resource.name} needs an amount for each action, or for each customer and action."
        )
    amount[..., 0] = 0.0
    limit, minimum = (
        float(whole_units(x, resource.name)) for x in (resource.limit, resource.minimum)
    )
    if minimum > limit:
        raise ValueError(
            f"{resource.name} asks for at least {resource.minimum:g} and allows at most "
            f"{resource.limit:g}. Lower the minimum or raise the maximum."
        )
    return Resource(resource.name, amount, limit, minimum)


def _checked_group(resource, shape):
    amount = whole_units(resource.amount, resource.name)
    limits = whole_units(resource.limits, resource.name)
    group = np.asarray(resource.group)
    if amount.shape != shape[1:] or group.shape != shape[:1] or limits.ndim != 1:
        raise ValueError(
            f"{resource.name} needs an amount for each action, a group for each customer and a "
            "limit for each group."
        )
    if not np.issubdtype(group.dtype, np.integer) or (
        len(group) and (group.min() < -1 or group.max() >= len(limits))
    ):
        raise ValueError(f"{resource.name} names a group that has no limit.")
    amount[0] = 0.0
    return GroupedResource(resource.name, amount, group.astype(np.int64), limits)
