"""Simulate the whole company and put it into the project's raw tables."""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from python_ml.simulator import catalogue, policies, potential_outcomes, support, usage
from python_ml.simulator import population as people
from python_ml.simulator.action_log import make_action_log
from python_ml.simulator.catalogue import ACTIONS, ARMS, EXPERIMENT_ID
from python_ml.simulator.churn_scores import make_churn_scores, score_at_decision
from python_ml.simulator.experiment import STRATA, observe_outcomes, run_experiment

MIN_CUSTOMERS = 100
RAW_TABLES = (
    "customers",
    "subscriptions",
    "usage",
    "support_tickets",
    "survey_responses",
    "churn_scores",
    "action_history",
    "experiment_assignments",
    "outcomes",
    "customer_outcomes",
)
ORACLE_TABLE = "oracle_potential_outcomes"
METRICS = ("retained", "upsold", "revenue", "complaint", "nps")


def simulate(customer_count: int, seed: int) -> SimpleNamespace:
    """Simulate the company, facts and truth.

    Args:
        customer_count: number of customers, n, at least 100.
        seed: non-negative integer; the same number gives the same world.

    Returns:
        SimpleNamespace: customers (the population), usage, scores (n, 8), score (n,) at the
        decision, eligible (n, 5), arm_actions (n, 2), experiment, outcomes, has_left (n,) bool,
        last_fact_on (n,) datetime64[D], tickets, surveys, action_log.

    Raises:
        ValueError: if there are fewer than 100 customers or the seed is negative.
    """
    if customer_count < MIN_CUSTOMERS:
        raise ValueError(
            f"A world needs at least {MIN_CUSTOMERS} customers, not {customer_count}: "
            "raise the number of customers."
        )
    if seed < 0:
        raise ValueError(f"The seed must be 0 or more, not {seed}.")
    customers = people.make_population(customer_count, seed)
    weekly = usage.make_usage(customers)
    scores = make_churn_scores(customers)
    score = score_at_decision(customers, scores)
    eligible = policies.eligible_actions(score)
    rules = policies.business_as_usual(
        score, customers.lifetime_value, usage.recent_seat_utilisation(customers, weekly)
    )
    propensity = policies.propensity_v1(customers, eligible)
    arm_actions = np.column_stack([rules, propensity])
    experiment = run_experiment(customers, score, eligible, arm_actions)
    outcomes = observe_outcomes(customers, experiment)

    has_left = np.zeros(customer_count, dtype=bool)
    has_left[experiment.customer] = ~outcomes.retained
    last_fact_on = np.where(has_left, customers.renews_on, catalogue.LAST_FACT_ON)
    return SimpleNamespace(
        customers=customers,
        usage=weekly,
        scores=scores,
        score=score,
        eligible=eligible,
        arm_actions=arm_actions,
        experiment=experiment,
        outcomes=outcomes,
        has_left=has_left,
        last_fact_on=last_fact_on,
        tickets=support.make_tickets(customers, last_fact_on),
        surveys=support.make_survey_responses(customers),
        action_log=make_action_log(customers, scores[:, 0]),
    )


def raw_tables(company: SimpleNamespace) -> dict:
    """The company's facts as the project's raw tables.

    Args:
        company: result of `simulate`.

    Returns:
        dict: pyarrow.Table by name, for every name in `RAW_TABLES`.
    """
    ids = _numbered("C", company.customers.count)
    return {
        "customers": _customers(company, ids),
        "subscriptions": _subscriptions(company, ids),
        "usage": _usage(company, ids),
        "support_tickets": _support_tickets(company, ids),
        "survey_responses": _survey_responses(company, ids),
        "churn_scores": _churn_scores(company, ids),
        "action_history": _action_history(company, ids),
        "experiment_assignments": _experiment_assignments(company, ids),
        "outcomes": _outcomes(company, ids),
        "customer_outcomes": _customer_outcomes(),
    }


def oracle_table(company: SimpleNamespace) -> pa.Table:
    """The truth on the as-of date, for every active customer and action.

    Customers who have just renewed are not up for renewal: whatever is done, they stay.

    Args:
        company: result of `simulate`.

    Returns:
        pyarrow.Table: customer_id, action_id, retained_probability, upsold_probability.
    """
    customers = company.customers
    retained = potential_outcomes.retained_probability(customers)
    retained[customers.in_experiment] = 1.0
    upsold = retained * potential_outcomes.accepted_probability(customers)
    active = np.flatnonzero(~company.has_left)
    action = np.tile(np.arange(len(ACTIONS)), len(active))
    return pa.table(
        {
            "customer_id": _pick(_numbered("C", customers.count), np.repeat(active, len(ACTIONS))),
            "action_id": _pick(ACTIONS, action),
            "retained_probability": np.round(retained[active].ravel(), 4),
            "upsold_probability": np.round(upsold[active].ravel(), 4),
        }
    )


def _numbered(prefix, count):
    """Ids such as C00001, as wide as the largest needs."""
    width = max(5, len(str(count)))
    digits = pc.utf8_lpad(pc.cast(pa.array(np.arange(1, count + 1)), pa.string()), width, "0")
    return pc.binary_join_element_wise(pa.scalar(prefix), digits, "")


def _pick(names, codes):
    """A text column by codes into a list of names, stored once per name."""
    names = names if isinstance(names, pa.Array) else pa.array(names)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), names)


def _customers(company, ids):
    customers = company.customers
    manager_ids = _numbered("M", int(customers.account_manager.max()) + 1)
    return pa.table(
        {
            "customer_id": ids,
            "industry": _pick(people.INDUSTRIES, customers.industry),
            "size_band": _pick(people.SIZE_BANDS, customers.size),
            "region": _pick(people.REGIONS, customers.region),
            "plan": _pick(people.PLANS, customers.plan),
            "acquisition_channel": _pick(people.CHANNELS, customers.channel),
            "account_manager_id": _pick(manager_ids, customers.account_manager),
            "signed_up_on": customers.signed_up_on,
        }
    )


def _subscriptions(company, ids):
    customers = company.customers
    renewed = customers.in_experiment & ~company.has_left
    ended_on = np.where(company.has_left, customers.renews_on, np.datetime64("NaT", "D"))
    return pa.table(
        {
            "subscription_id": _numbered("S", customers.count),
            "customer_id": ids,
            "started_on": customers.started_on,
            "renews_on": people.add_years(customers.renews_on, renewed.astype(np.int64)),
            "ended_on": ended_on,
            "annual_recurring_revenue_amount": customers.revenue,
            "seat_count": customers.seats.astype(np.int32),
            "discount_rate": customers.discount,
        }
    )


def _usage(company, ids):
    is_known = company.last_fact_on[:, None] > catalogue.WEEKS
    customer, week = np.nonzero(is_known)
    return pa.table(
        {
            "customer_id": _pick(ids, customer),
            "week_start_on": catalogue.WEEKS[week],
            "active_user_count": company.usage["active_users"][is_known],
            "session_count": company.usage["sessions"][is_known],
            "feature_count": company.usage["features"][is_known],
        }
    )


def _support_tickets(company, ids):
    tickets = company.tickets
    satisfaction = pa.array(tickets.satisfaction, from_pandas=True)
    return pa.table(
        {
            "ticket_id": _numbered("T", len(tickets.customer)),
            "customer_id": _pick(ids, tickets.customer),
            "opened_at": tickets.opened_at,
            "resolved_at": tickets.resolved_at,
            "severity": _pick(support.SEVERITIES, tickets.severity),
            "satisfaction_score": pc.cast(satisfaction, pa.int32()),
        }
    )


def _survey_responses(company, ids):
    surveys = company.surveys
    return pa.table(
        {
            "response_id": _numbered("R", len(surveys.customer)),
            "customer_id": _pick(ids, surveys.customer),
            "responded_at": surveys.responded_at,
            "nps_score": surveys.nps.astype(np.int32),
        }
    )


def _churn_scores(company, ids):
    is_known = company.last_fact_on[:, None] >= catalogue.SCORING_DATES
    customer, date = np.nonzero(is_known)
    return pa.table(
        {
            "customer_id": _pick(ids, customer),
            "scored_on": catalogue.SCORING_DATES[date],
            "churn_probability": company.scores[is_known],
        }
    )


def _action_history(company, ids):
    log = company.action_log
    return pa.table(
        {
            "action_event_id": _numbered("A", len(log.customer)),
            "customer_id": _pick(ids, log.customer),
            "action_id": _pick(ACTIONS, log.action),
            "performed_at": log.performed_at,
            "cost_amount": catalogue.UNIT_COSTS[log.action],
            "was_successful": log.was_successful,
        }
    )


def _experiment_assignments(company, ids):
    experiment = company.experiment
    m = len(experiment.customer)
    return pa.table(
        {
            "experiment_id": _pick([EXPERIMENT_ID], np.zeros(m, dtype=np.int32)),
            "customer_id": _pick(ids, experiment.customer),
            "assigned_at": np.full(m, catalogue.ASSIGNED_ON.astype("datetime64[s]")),
            "arm": _pick(ARMS, experiment.arm),
            "action_id": _pick(ACTIONS, experiment.action),
            "action_probability": np.round(experiment.action_probability, 6),
            "stratum": _pick(STRATA, experiment.stratum),
        }
    )


def _outcomes(company, ids):
    experiment, outcomes = company.experiment, company.outcomes
    m = len(experiment.customer)
    values = np.column_stack(
        [outcomes.retained, outcomes.upsold, outcomes.revenue, outcomes.complained, outcomes.nps]
    ).astype(np.float64)
    is_observed = np.ones((m, len(METRICS)), dtype=bool)
    is_observed[:, METRICS.index("nps")] = outcomes.has_nps
    row, metric = np.nonzero(is_observed)
    observed_at = outcomes.observed_on.astype("datetime64[s]") + outcomes.observed_second
    return pa.table(
        {
            "experiment_id": _pick([EXPERIMENT_ID], np.zeros(len(row), dtype=np.int32)),
            "customer_id": _pick(ids, experiment.customer[row]),
            "metric": _pick(METRICS, metric),
            "observed_at": observed_at[row],
            "value": values[is_observed],
        }
    )


def _customer_outcomes():
    """Nothing yet: no decision of the project has been acted on in the demo."""
    return pa.schema(
        {
            "customer_id": pa.string(),
            "metric": pa.string(),
            "observed_at": pa.timestamp("s"),
            "value": pa.float64(),
        }
    ).empty_table()
