"""A telecom operator: subscribers, contracts, data usage, complaints, add-ons."""

import numpy as np
import pandas as pd

from python_ml.simulator.companies.behaviour import (
    days_ago,
    events,
    keys,
    moved,
    written,
    yearly_contracts,
)
from python_ml.simulator.companies.company import (
    EXPORTED_ON,
    Company,
    Export,
    csv_writer,
    truth_of,
    write_parquet,
)
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

TARIFFS = ("S", "M", "L")
ADDONS = ("roaming", "more_data", "music")
TOPICS = ("coverage", "invoice", "speed")
_WRITE = csv_writer("\t")


def simulate(customer_count: int, seed: int) -> Company:
    """Draw the company.

    Args:
        customer_count: number of subscribers.
        seed: non-negative integer.

    Returns:
        Company: files separated by tabs with days as yyyymmdd, and a Parquet file.
    """
    rng = stream(seed, "telecom")
    n = customer_count
    content, thirst = rng.standard_normal(n), rng.standard_normal(n)
    line = keys("00", 4_915_000_001, n)
    extension = sigmoid(0.6 + 0.9 * content)
    addon_rate = np.exp(-3.6 + 0.6 * thirst)
    addon = 1 - np.exp(-90 / 7 * addon_rate)
    started, contracts = _contracts(line, extension, rng)
    user, used_at = events(np.exp(0.6 + 0.4 * thirst), 0.8 * content, rng)
    buyer, bought_at = events(addon_rate, 0.3 * thirst, rng)
    caller, called_at = events(np.exp(-3.6 - 0.6 * content), np.zeros(n), rng)
    return Company(
        exports=[
            Export("subscribers.tsv", _subscribers(line, started, rng), _WRITE),
            Export("contracts.tsv", contracts, _WRITE),
            Export("data_usage.parquet", _usage(line[user], used_at, rng), write_parquet),
            Export("complaints.tsv", _complaints(line[caller], called_at, rng), _WRITE),
            Export("addon_orders.tsv", _addons(line[buyer], bought_at, rng), _WRITE),
        ],
        truth=truth_of(
            line,
            {
                ("text_message", "contract_extension"): (extension, moved(extension, 0.02)),
                ("shop_call", "contract_extension"): (
                    extension,
                    moved(extension, 0.15 * (content < 0)),
                ),
                ("text_message", "addon"): (addon, moved(addon, 0.03)),
                ("shop_call", "addon"): (addon, moved(addon, 0.05 + 0.05 * (thirst > 0))),
            },
        ),
    )


def _subscribers(line, started, rng):
    n = len(line)
    return pd.DataFrame(
        {
            "msisdn": line,
            "tariff": rng.choice(TARIFFS, n),
            "sales_channel": rng.choice(["shop", "web", "reseller"], n),
            "district": rng.choice(["east", "west"], n),
            "activated": written(started, "%Y%m%d"),
        }
    )


def _contracts(line, extension, rng):
    n = len(line)
    started = days_ago(rng.integers(30, 1400, n))
    runs_until, ended = yearly_contracts(started, extension, rng)
    return started, pd.DataFrame(
        {
            "contract": keys("T", 1, n),
            "msisdn": line,
            "begin": written(started, "%Y%m%d"),
            "runs_until": written(runs_until, "%Y%m%d"),
            "terminated": written(ended, "%Y%m%d"),
            "yearly_charge": np.round(12 * rng.choice([9.99, 19.99, 39.99], n), 2),
        }
    )


def _usage(line, used_at, rng):
    return pd.DataFrame(
        {
            "msisdn": line.astype(str),
            "usage_date": used_at.astype("datetime64[D]").astype("datetime64[s]"),
            "data_sessions": 1 + rng.poisson(6, len(line)),
            "gigabytes": np.round(rng.gamma(2, 0.4, len(line)), 3),
        }
    )


def _complaints(line, called_at, rng):
    closed = called_at + rng.integers(1, 90, len(line)).astype("timedelta64[h]")
    closed = np.where(closed < EXPORTED_ON, closed, np.datetime64("NaT", "s"))
    return pd.DataFrame(
        {
            "complaint": keys("B", 1, len(line)),
            "msisdn": line,
            "received": written(called_at, "%Y-%m-%dT%H:%M:%S"),
            "settled": written(closed, "%Y-%m-%dT%H:%M:%S"),
            "urgency": rng.choice(["A", "B", "C"], len(line), p=[0.1, 0.3, 0.6]),
            "topic": rng.choice(TOPICS, len(line)),
        }
    )


def _addons(line, bought_at, rng):
    return pd.DataFrame(
        {
            "booking": keys("Z", 1, len(line)),
            "msisdn": line,
            "booked_at": written(bought_at, "%Y-%m-%dT%H:%M:%S"),
            "addon": rng.choice(ADDONS, len(line)),
            "price": rng.choice([4.99, 9.99], len(line)),
        }
    )
