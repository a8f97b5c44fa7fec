import csv
from pathlib import Path

import numpy as np
import pandas as pd

from python_ml.simulator import catalogue, world

SETTINGS = Path(__file__).parents[3] / "seeds" / "settings"


def test_same_numbers_give_the_same_world():
    first = world.raw_tables(world.simulate(500, 3))
    second = world.raw_tables(world.simulate(500, 3))
    other = world.raw_tables(world.simulate(500, 4))
    assert all(first[name].equals(second[name]) for name in world.RAW_TABLES)
    filled = [name for name in world.RAW_TABLES if first[name].num_rows]
    assert not any(first[name].equals(other[name]) for name in filled)


def test_nothing_is_known_of_customers_after_they_left(company, tables):
    ended_on = pd.Series(
        np.where(company.has_left, company.customers.renews_on, catalogue.AS_OF_DATE),
        index=tables["customers"]["customer_id"].to_pylist(),
    ).astype("datetime64[s]")
    day = pd.Timedelta(days=1)
    for name, column in [
        ("usage", "week_start_on"),
        ("churn_scores", "scored_on"),
        ("support_tickets", "opened_at"),
        ("support_tickets", "resolved_at"),
        ("survey_responses", "responded_at"),
        ("action_history", "performed_at"),
    ]:
        facts = tables[name].select(["customer_id", column]).to_pandas().dropna()
        end = facts["customer_id"].astype(str).map(ended_on)
        assert (pd.to_datetime(facts[column]) < end + day).all(), (name, column)


def test_all_facts_lie_before_the_as_of_date(tables):
    for name, column in [
        ("usage", "week_start_on"),
        ("churn_scores", "scored_on"),
        ("support_tickets", "opened_at"),
        ("support_tickets", "resolved_at"),
        ("outcomes", "observed_at"),
        ("subscriptions", "started_on"),
        ("customers", "signed_up_on"),
    ]:
        newest = pd.to_datetime(tables[name][column].to_pandas()).max()
        assert newest < pd.Timestamp(str(catalogue.AS_OF_DATE)), (name, column)


def test_outcomes_are_observed_after_the_assignment(tables):
    observed_at = pd.to_datetime(tables["outcomes"]["observed_at"].to_pandas())
    assert (observed_at > pd.Timestamp(str(catalogue.ASSIGNED_ON))).all()


def test_lost_customers_ended_on_their_renewal_and_others_renewed_for_a_year(company, tables):
    subscriptions = tables["subscriptions"].to_pandas()
    experiment = company.customers.in_experiment
    lost = subscriptions[company.has_left]
    renewed = subscriptions[experiment & ~company.has_left]
    waiting = subscriptions[~experiment]
    assert (lost["ended_on"] == lost["renews_on"]).all()
    assert (pd.to_datetime(renewed["renews_on"]).dt.year == 2027).all()
    days = (pd.to_datetime(waiting["renews_on"]) - pd.Timestamp("2026-06-29")).dt.days
    assert days.between(1, 90).all()
    assert subscriptions["ended_on"].isna()[~company.has_left].all()


def test_revenue_is_heavy_tailed_about_12_000(company):
    revenue = company.customers.revenue
    assert 11_000 < np.median(revenue) < 13_000
    assert revenue.mean() > 1.3 * np.median(revenue)
    assert 0.1 < (company.customers.lifetime_value > 50_000).mean() < 0.4


def test_keys_are_unique(tables):
    for name, key in [
        ("customers", ["customer_id"]),
        ("subscriptions", ["subscription_id"]),
        ("usage", ["customer_id", "week_start_on"]),
        ("support_tickets", ["ticket_id"]),
        ("survey_responses", ["response_id"]),
        ("churn_scores", ["customer_id", "scored_on"]),
        ("action_history", ["action_event_id"]),
        ("experiment_assignments", ["experiment_id", "customer_id"]),
        ("outcomes", ["experiment_id", "customer_id", "metric"]),
    ]:
        assert not tables[name].select(key).to_pandas().duplicated().any(), name


def test_catalogue_is_that_of_the_settings():
    with (SETTINGS / "actions.csv").open() as file:
        actions = list(csv.DictReader(file))
    costs = {row["action_id"]: float(row["unit_cost_amount"]) for row in actions}
    assert costs == dict(zip(catalogue.ACTIONS, catalogue.UNIT_COSTS, strict=True))
    with (SETTINGS / "eligibility_rules.csv").open() as file:
        rules = list(csv.DictReader(file))
    limits = {
        (row["goal"], row["attribute"]): row["value"] for row in rules if row["operator"] == ">"
    }
    limit = float(limits["upsell", "churn_probability"])
    assert limit == catalogue.MAX_CHURN_PROBABILITY_OF_UPSELL
