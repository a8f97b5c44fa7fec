"""Why one customer is recommended what they are, for whoever has a right to know."""

from python_ml.governance.markdown import cell, page, table
from python_ml.report.published import Published


def explanation(published: Published, customer_id: str) -> str:
    """The page of one customer.

    Args:
        published: Published.
        customer_id: key of the customer.

    Returns:
        str: Markdown.

    Raises:
        ValueError: if nothing is published of the customer.
    """
    recommended = published.row("from recommendations where customer_id = ?", customer_id)
    if not recommended:
        raise ValueError(
            f"No recommendation of the customer '{customer_id}' is published. See whether the "
            "customer_id is written as in the table customers, and whether they are active."
        )
    return page(
        f"Why customer {customer_id} is recommended this",
        [
            ("What was decided", _decision(published, recommended)),
            ("What it was weighed against", _alternatives(published, recommended)),
            ("What spoke for and against it", _drivers(published, recommended)),
            ("What was not open", _blocked(published, customer_id)),
            ("What is known of the customer", _facts(published, customer_id)),
            ("What was decided before", _history(published, customer_id)),
            ("How to object", OBJECTION),
        ],
    )


OBJECTION = (
    "A person can do something else at any time, and a row of `do_not_contact` keeps every action "
    "away. `dbt run-operation erase_customer` removes the customer from all tables."
)


def _decision(published, recommended):
    action = published.action_name(recommended["action_id"])
    chance = (
        " It was drawn by chance among what was open, so that it can be learnt what actions do."
        if recommended["is_exploration"]
        else ""
    )
    return (
        f"{action}, decided on {cell(recommended['decided_on'])} by the policy "
        f"`{recommended['policy']}` ({recommended['decision_state']}).{chance}\n\n"
        f"{recommended['reason']}"
    )


def _alternatives(published, recommended):
    rows = published.rows(
        "select action_id, success_probability, uplift, incremental_value_amount, cost_amount, "
        "expected_value_amount, resource_charge_amount, net_value_amount, is_chosen "
        "from decision_trace where customer_id = ? and policy = ? and is_eligible "
        "order by net_value_rank",
        recommended["customer_id"],
        recommended["policy"],
    )
    headings = {
        "action_id": "action",
        "success_probability": "chance of success",
        "uplift": "change it causes",
        "incremental_value_amount": "value of success",
        "cost_amount": "cost",
        "expected_value_amount": "expected value",
        "resource_charge_amount": "price of scarce resources",
        "net_value_amount": "what is left",
        "is_chosen": "chosen",
    }
    return table(rows, headings, empty="The customer was not up for a decision today.")


def _drivers(published, recommended):
    rows = published.rows(
        "select driver_phrase, contribution from recommendation_drivers "
        "where customer_id = ? order by driver_rank",
        recommended["customer_id"],
    )
    headings = {"driver_phrase": "what is known", "contribution": "changes the effect by"}
    return table(rows, headings, empty="No model of who is moved had a part in it.")


def _blocked(published, customer_id):
    rows = published.rows(
        "select action_id, blocked_reason from action_eligibility "
        "where customer_id = ? and not is_eligible order by action_id",
        customer_id,
    )
    headings = {"action_id": "action", "blocked_reason": "why"}
    return table(rows, headings, empty="Every action was open.")


def _facts(published, customer_id):
    known = published.row("from customer_profile where customer_id = ?", customer_id)
    facts = [{"name": name, "value": value} for name, value in known.items()]
    return table(facts, {"name": "fact", "value": "value"}, empty="Nothing.")


def _history(published, customer_id):
    rows = published.rows(
        "select log.as_of_date, log.action_id, log.reason, states.state, states.state_on "
        "from decision_log as log left join decision_states as states using (decision_id) "
        "where log.customer_id = ? and log.is_live "
        "order by log.as_of_date desc, log.batch_number desc",
        customer_id,
    )
    headings = {
        "as_of_date": "day",
        "action_id": "action",
        "reason": "reason",
        "state": "what became of it",
        "state_on": "on",
    }
    return table(rows, headings, empty="Nothing.")
