"""What is it worth, how sure is that, what next."""

from python_ml.report.published import Published
from python_ml.report.section import Figure, Section
from python_ml.report.steps import next_steps
from python_ml.report.wording import (
    amount,
    count,
    figure,
    interval,
    label,
    number_of,
    rate,
    side_of_zero,
    signed,
)

KEY, TITLE = "headline", "In a minute"
# More goals are in business_impact.
LARGEST_GOAL_COUNT = 3
RUNGS = {
    "experimented": "experiments",
    "observed": "past actions",
    "assumed": "assumptions",
}


def section(published: Published) -> Section:
    """The figures to be seen first, and one sentence that sums them up."""
    totals = _totals(published)
    if not totals.get("customer_count"):
        return Section(KEY, TITLE, "No active customer: there is nothing to recommend.")
    return Section(
        KEY,
        TITLE,
        _conclusion(published, totals),
        figures=[*_worth(published, totals), *_certainty(published, totals), *_next(published)],
    )


def net_value(published: Published) -> dict:
    """What the policy in charge earns more per customer than doing nothing; empty if not judged."""
    return published.row(
        "select value, lower, upper from business_impact where policy = ? "
        "and measure = 'net_value_per_customer' and value is not null",
        published.policy,
    )


def _totals(published):
    return published.row(
        "select count(*) as customer_count, "
        "count(*) filter (where is_open and action_id <> 'do_nothing') as treated_count, "
        "coalesce(sum(cost_amount) filter (where is_open), 0) as cost_amount, "
        "coalesce(sum(expected_value_amount) filter (where is_open), 0) as value_amount "
        "from recommendations",
    )


def _conclusion(published, totals):
    treated = f"{count(totals['treated_count'])} of {count(totals['customer_count'])} customers"
    value = totals["value_amount"]
    if value > 0:
        worth = (
            f"What is recommended, an action for {treated}, is expected to earn "
            f"{amount(value)} after its cost of {amount(totals['cost_amount'])}."
        )
    elif totals["treated_count"]:
        worth = (
            f"Nothing that may be done today is expected to earn more than it costs: {treated} get "
            f"an action, to learn from it, for {amount(totals['cost_amount'])}."
        )
    else:
        reason = published.row(
            "select meaning from decision_funnel where lost_customer_count > 0 "
            "group by meaning order by sum(lost_customer_count) desc, meaning limit 1",
        ).get("meaning")
        because = f"; most often for this reason: {reason}" if reason else ""
        worth = f"Nobody gets an action today{because}."
    return f"{worth} {_judgement(published)}"


def _judgement(published):
    judged = net_value(published)
    if not judged:
        return "No experiment and no outcome of an earlier decision judges that yet."
    within = interval(judged["lower"], judged["upper"], amount)
    earned = f"{amount(judged['value'])} per customer more than doing nothing ({within})"
    certainty = {
        "above": "a gain beyond doubt",
        "below": "a loss beyond doubt",
        "open": "likely a gain, but not beyond doubt"
        if judged["value"] > 0
        else "no gain is shown",
    }[side_of_zero(judged["lower"], judged["upper"])]
    return f"Judged by outcomes, the policy earns {earned}: {certainty}."


def _worth(published, totals):
    budget = published.certificate.get("budget_amount")
    yield Figure(
        "What is it worth?",
        amount(totals["value_amount"]),
        f"expected after costs, for {amount(totals['cost_amount'])} of a budget of "
        f"{amount(budget)}",
    )
    judged = net_value(published)
    if judged:
        yield Figure(
            "Judged by outcomes",
            f"{amount(judged['value'])} per customer",
            f"{interval(judged['lower'], judged['upper'], amount)}, more than doing nothing",
        )
    gained = published.rows(
        "select goal, value, lower, upper from business_impact where policy = ? "
        "and measure = 'successes_per_1000_customers' and value is not null order by goal limit ?",
        published.policy,
        LARGEST_GOAL_COUNT,
    )
    for row in gained:
        yield Figure(
            f"{label(row['goal'])}, successes gained",
            f"{signed(row['value'], figure)} per 1,000 customers",
            interval(row["lower"], row["upper"], figure),
        )


def _certainty(published, totals):
    rungs = published.rows(
        "select evidence, count(*) as customer_count, sum(expected_value_amount) as value_amount "
        "from recommendations where is_open and action_id <> 'do_nothing' group by evidence "
        "order by list_position(['experimented', 'observed', 'assumed'], evidence) nulls last",
    )
    treated = totals["treated_count"]
    named = [row for row in rungs if row["evidence"] in RUNGS]
    if named:
        best = named[0]
        others = [
            f"{rate(row['customer_count'] / treated)} on {RUNGS[row['evidence']]}"
            for row in named[1:]
        ]
        yield Figure(
            "How sure is that?",
            f"{rate(best['customer_count'] / treated)} on {RUNGS[best['evidence']]}",
            "of those who get an action" + "".join(f", {other}" for other in others),
        )


def _next(published):
    steps = next_steps(published)
    if steps:
        further = len(steps) - 1
        yield Figure(
            "What next?",
            steps[0].what,
            f"and {number_of(further, 'further step')} below" if further else "",
        )
