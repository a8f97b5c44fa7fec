"""A software company whose exports have words, formats and dirt of their own."""

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
from python_ml.simulator.companies.company import EXPORTED_ON, Company, Export, csv_writer, truth_of
from python_ml.simulator.population import sigmoid
from python_ml.simulator.streams import stream

DAY = "%d.%m.%Y"
MOMENT = "%d.%m.%Y %H:%M"
SECTORS = ("Maschinenbau", "Handel", "Gesundheit", "Verlag", "Öffentlicher Dienst")
COUNTRIES = ("DE", "AT", "CH", "FR")
TIERS = ("Basis", "Profi", "Konzern")
SOURCES = ("Messe", "Empfehlung", "Web", "Partner")
MODULES = ("login", "report_run", "dashboard_view", "file_upload", "api_call", "comment", "export")
PRIORITIES = ("minor", "normal", "urgent", "blocker")
# Rows that no contract accepts: dates that do not exist, accounts that nobody knows.
DIRTY_SHARE = 0.01


def simulate(customer_count: int, seed: int) -> Company:
    """Draw the company.

    Args:
        customer_count: number of accounts.
        seed: non-negative integer.

    Returns:
        Company: exports separated by semicolons, in Latin-1, with days as dd.mm.yyyy and decimal
        commas.
    """
    rng = stream(seed, "saas_foreign")
    n = customer_count
    health, size = rng.standard_normal(n), rng.choice(3, n, p=[0.5, 0.35, 0.15])
    account = keys("K-", 10_001, n)
    contracts, probability = _contracts(account, health, size, rng)
    who, when = events(np.exp(0.4 + 0.5 * health + 0.3 * size), 0.8 * health, rng)
    # Nobody uses what they have cancelled.
    used = np.isnat(contracts["cancelled"])[who] | (when < contracts["cancelled"][who])
    return Company(
        exports=[
            Export("accounts.csv", _accounts(account, size, contracts, rng), _WRITE),
            Export("contracts.csv", _contract_table(account, contracts, rng), _WRITE),
            Export(
                "product_events.csv",
                _event_table(account, size, who[used], when[used], rng),
                _WRITE,
            ),
            Export("helpdesk_cases.csv", _case_table(account, health, rng), _WRITE),
        ],
        truth=truth_of(
            account,
            {
                ("email", "retention"): (probability, moved(probability, 0.02)),
                ("call", "retention"): (probability, moved(probability, 0.1 + 0.05 * (size == 2))),  # noqa: PLR2004
            },
        ),
    )


_WRITE = csv_writer(";", "latin-1")


def _contracts(account, health, size, rng):
    """The contract of each account, and the probability that it goes on for another year."""
    n = len(account)
    probability = sigmoid(1.2 + 0.9 * health)
    started = days_ago(rng.integers(30, 1500, n))
    renewal, cancelled = yearly_contracts(started, probability, rng)
    fee = np.round(np.exp(8.2 + 0.9 * size + 0.4 * rng.standard_normal(n)), 2)
    licences = np.maximum(2, np.rint(fee / 400)).astype(int)
    found = {"started": started, "renewal": renewal, "cancelled": cancelled}
    return found | {
        "fee": fee,
        "licences": licences,
        "rebate": rng.integers(0, 7, n) * 5,
    }, probability


def _accounts(account, size, contracts, rng):
    n = len(account)
    return pd.DataFrame(
        {
            "Account No": account,
            "Company": [f"Müller & Söhne {number} GmbH" for number in range(1, n + 1)],
            "Sector": rng.choice(SECTORS, n),
            "Employees": np.array(["1-49", "50-249", "250+"])[size],
            "Country": rng.choice(COUNTRIES, n, p=[0.6, 0.15, 0.15, 0.1]),
            "Tier": np.array(TIERS)[size],
            "Lead Source": rng.choice(SOURCES, n),
            "Key Account Mgr": np.array(["Anna K.", "Jürgen P.", "Sophie D."])[
                rng.integers(0, 3, n)
            ],
            "Customer Since": written(contracts["started"], DAY),
        }
    )


def _contract_table(account, contracts, rng):
    n = len(account)
    table = pd.DataFrame(
        {
            "Contract No": keys("V", 500_001, n),
            "Account No": account,
            "Valid From": written(contracts["started"], DAY),
            "Next Renewal": written(contracts["renewal"], DAY),
            "Cancelled On": written(contracts["cancelled"], DAY),
            "Yearly Fee EUR": [_decimal_comma(fee) for fee in contracts["fee"]],
            "Licences": contracts["licences"],
            "Rebate %": contracts["rebate"],
        }
    )
    return _soiled(table, {"Account No": "K-99999", "Valid From": "31.02.2024"}, rng)


def _event_table(account, size, who, when, rng):
    users = np.array([3, 8, 20])[size][who]
    member = np.minimum(rng.geometric(0.35, len(who)), users)
    return pd.DataFrame(
        {
            "Occurred At": written(when, MOMENT),
            "Account No": account[who],
            "User": [
                f"u{number}@{key}.example" for number, key in zip(member, account[who], strict=True)
            ],
            "Event": rng.choice(MODULES, len(who)),
        }
    )


def _case_table(account, health, rng):
    who, when = events(np.exp(-3.2 - 0.4 * health), np.zeros(len(account)), rng)
    closed = when + rng.integers(1, 200, len(who)).astype("timedelta64[h]")
    closed = np.where(closed < EXPORTED_ON, closed, np.datetime64("NaT", "s"))
    grade = np.clip(np.rint(3.5 + 0.7 * health[who] + rng.standard_normal(len(who))), 1, 5)
    table = pd.DataFrame(
        {
            "Case": keys("F", 1, len(who)),
            "Account No": account[who],
            "Opened": written(when, MOMENT),
            "Closed": written(closed, MOMENT),
            "Priority": rng.choice(PRIORITIES, len(who), p=[0.3, 0.4, 0.25, 0.05]),
            "CSAT": [
                "n/a" if np.isnat(day) else str(int(mark))
                for day, mark in zip(closed, grade, strict=True)
            ],
        }
    )
    table = _soiled(table, {"Account No": ""}, rng)
    # Somebody exported the first page twice.
    return pd.concat([table, table.head(3)], ignore_index=True)


def _soiled(table, values, rng):
    """Put each bad value into a share of the rows, at least one."""
    table = table.copy()
    for column, value in values.items():
        bad = rng.choice(len(table), max(1, int(DIRTY_SHARE * len(table))), replace=False)
        table.loc[bad, column] = value
    return table


def _decimal_comma(amount):
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
