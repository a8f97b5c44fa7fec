"""A retailer: shoppers, orders and visits to the shop's site; wants repeat purchases and spend."""

import numpy as np
import pandas as pd

from python_ml.simulator.companies.behaviour import days_ago, events, keys, moved, written
from python_ml.simulator.companies.company import (
    Company,
    Export,
    csv_writer,
    truth_of,
    write_parquet,
)
from python_ml.simulator.streams import stream

STORES = ("downtown", "mall", "online")
CLUBS = ("none", "silver", "gold")


def simulate(customer_count: int, seed: int) -> Company:
    """Draw the company.

    Args:
        customer_count: number of shoppers.
        seed: non-negative integer.

    Returns:
        Company: quoted and piped files with American dates, and a Parquet file.
    """
    rng = stream(seed, "retailer")
    n = customer_count
    taste, trend = rng.standard_normal(n), rng.standard_normal(n)
    shopper = keys("S", 700_001, n)
    rate = np.exp(-2.6 + 0.7 * taste)
    buyer, bought_at = events(rate, 0.8 * trend, rng)
    visitor, visited_at = events(8 * rate, 0.8 * trend, rng)
    # Orders of the next 90 days are a Poisson process at the rate the customer ended with.
    future = 90 / 7 * rate * np.exp(0.4 * trend)
    repeat = 1 - np.exp(-future)
    basket = np.exp(3.6 + 0.4 * taste)
    effects = {
        "voucher": moved(repeat, 0.12 * (trend < 0)),
        "newsletter": moved(repeat, 0.02),
    }
    return Company(
        exports=[
            Export("shoppers.csv", _shoppers(shopper, taste, rng), csv_writer(",", quote_all=True)),
            Export(
                "orders.txt",
                _orders(shopper[buyer], bought_at, basket[buyer], rng),
                csv_writer("|"),
            ),
            Export(
                "site_visits.parquet", _visits(shopper[visitor], visited_at, rng), write_parquet
            ),
        ],
        truth=truth_of(
            shopper,
            {(action, "repeat_purchase"): (repeat, after) for action, after in effects.items()}
            | {
                (action, "spend"): (future * basket, future * basket * (after / repeat))
                for action, after in effects.items()
            },
        ),
    )


def _shoppers(shopper, taste, rng):
    n = len(shopper)
    return pd.DataFrame(
        {
            "shopper_no": shopper,
            "joined": written(days_ago(rng.integers(300, 2500, n)), "%m/%d/%Y"),
            "home_store": rng.choice(STORES, n),
            "club": np.array(CLUBS)[np.digitize(taste + rng.standard_normal(n), [0.3, 1.5])],
            "state": rng.choice(["NY", "NJ", "CT"], n),
        }
    )


def _orders(shopper, bought_at, basket, rng):
    items = 1 + rng.poisson(1.5, len(shopper))
    total = np.round(basket * items / 2.5 * np.exp(0.3 * rng.standard_normal(len(shopper))), 2)
    return pd.DataFrame(
        {
            "order_no": keys("R", 1, len(shopper)),
            "shopper_no": shopper,
            "placed": written(bought_at, "%m/%d/%Y %H:%M"),
            "items": items,
            "basket_total": total,
        }
    )


def _visits(shopper, visited_at, rng):
    return pd.DataFrame(
        {
            "shopper_no": shopper.astype(str),
            "visited_on": visited_at.astype("datetime64[D]").astype("datetime64[s]"),
            "page_views": 1 + rng.poisson(4, len(shopper)),
            "device": rng.choice(["phone", "laptop"], len(shopper)),
        }
    )
