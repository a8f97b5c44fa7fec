"""The kinds of made-up companies."""

from collections.abc import Callable

from python_ml.simulator.companies import bank, retailer, saas_foreign, telecom
from python_ml.simulator.companies.company import Company

KINDS: dict[str, Callable[[int, int], Company]] = {
    "saas_foreign": saas_foreign.simulate,
    "retailer": retailer.simulate,
    "bank": bank.simulate,
    "telecom": telecom.simulate,
}
MINIMUM_CUSTOMERS = 100


def simulate_company(kind: str, customer_count: int, seed: int) -> Company:
    """Draw a company.

    Args:
        kind: one of `KINDS`.
        customer_count: number of customers.
        seed: non-negative integer; the same seed draws the same company.

    Returns:
        Company: exports and truth.

    Raises:
        ValueError: if the kind is unknown, there are too few customers, or the seed is negative.
    """
    if kind not in KINDS:
        raise ValueError(f"Unknown kind of company '{kind}'. Use one of: {', '.join(KINDS)}.")
    if customer_count < MINIMUM_CUSTOMERS:
        raise ValueError(
            f"A company needs at least {MINIMUM_CUSTOMERS} customers, not {customer_count}."
        )
    if seed < 0:
        raise ValueError(f"The seed must be 0 or more, not {seed}.")
    return KINDS[kind](customer_count, seed)
