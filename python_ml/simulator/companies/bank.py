"""A bank: clients, accounts, month-end balances and cards; wants active cards and deposits."""

import numpy as np
import pandas as pd

from python_ml.simulator.companies.behaviour import days_ago, keys, moved
from python_ml.simulator.companies.company import (
    EXPORTED_ON,
    Company,
    Export,
    database_writer,
    truth_of,
)
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

FILE_NAME = "core_banking.duckdb"
MONTHS = 12
CLOSED_SHARE = 0.06
BRANCHES = ("north", "south", "digital")


def simulate(customer_count: int, seed: int) -> Company:
    """Draw the company.

    Args:
        customer_count: number of clients.
        seed: non-negative integer.

    Returns:
        Company: the tables of one DuckDB file.
    """
    rng = stream(seed, "bank")
    n = customer_count
    wealth, digital = rng.standard_normal(n), rng.standard_normal(n)
    client = keys("", 4_000_001, n)
    iban = keys("XX77", 9_000_001, n)
    opened = days_ago(rng.integers(60, 3000, n))
    activation = sigmoid(-1.5 + 0.9 * digital)
    deposit = np.exp(5.5 + 0.8 * wealth)
    tables = {
        "clients": _clients(client, opened, wealth, rng),
        "accounts": _accounts(iban, client, opened, rng),
        "month_end_balances": _balances(iban, client, opened, deposit, rng),
        "debit_cards": _cards(client, opened, activation, rng),
    }
    return Company(
        exports=[Export(FILE_NAME, table, database_writer(name)) for name, table in tables.items()],
        truth=truth_of(
            client,
            {
                ("app_message", "card_activation"): (activation, moved(activation, 0.05)),
                ("adviser_call", "card_activation"): (activation, moved(activation, 0.12)),
                ("app_message", "deposits"): (3 * deposit, 3 * deposit * 1.01),
                ("adviser_call", "deposits"): (
                    3 * deposit,
                    3 * deposit * (1.08 + 0.04 * (wealth > 1)),
                ),
            },
        ),
    )


def _clients(client, opened, wealth, rng):
    n = len(client)
    return pd.DataFrame(
        {
            "client_no": client.astype(np.int64),
            "branch": rng.choice(BRANCHES, n),
            "wealth_band": np.array(["mass", "affluent", "private"])[
                np.digitize(wealth, [0.5, 1.6])
            ],
            "relationship_manager": [f"RM{number}" for number in rng.integers(1, 6, n)],
            "client_since": opened.astype("datetime64[s]"),
        }
    )


def _accounts(iban, client, opened, rng):
    n = len(client)
    closed = np.where(
        rng.random(n) < CLOSED_SHARE, EXPORTED_ON - rng.integers(1, 60, n), np.datetime64("NaT")
    )
    return pd.DataFrame(
        {
            "iban": iban,
            "client_no": client.astype(np.int64),
            "opened_on": opened.astype("datetime64[s]"),
            "closed_on": closed.astype("datetime64[s]"),
            "annual_fee": rng.choice([0.0, 36.0, 96.0], n),
        }
    )


def _balances(iban, client, opened, deposit, rng):
    first = EXPORTED_ON.astype("datetime64[M]") - MONTHS
    months = first + np.arange(MONTHS)
    position, month = (
        grid.ravel() for grid in np.meshgrid(np.arange(len(iban)), months, indexing="ij")
    )
    month_end = (month + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    paid_in = np.round(deposit[position] * np.exp(0.5 * rng.standard_normal(len(position))), 2)
    table = pd.DataFrame(
        {
            "iban": iban[position],
            "client_no": client[position].astype(np.int64),
            "month_end": month_end.astype("datetime64[s]"),
            "balance": np.round(paid_in * (1 + 3 * rng.random(len(position))), 2),
            "paid_in": paid_in,
        }
    )
    return table[month_end >= opened[position]].reset_index(drop=True)


def _cards(client, opened, activation, rng):
    n = len(client)
    issued = np.maximum(opened, days_ago(rng.integers(20, 330, n)))
    activated = np.where(
        rng.random(n) < activation, issued + rng.integers(1, 20, n), np.datetime64("NaT")
    )
    return pd.DataFrame(
        {
            "card_no": keys("5", 100_001, n),
            "client_no": client.astype(np.int64),
            "issued_on": issued.astype("datetime64[s]"),
            "activated_on": activated.astype("datetime64[s]"),
        }
    )
