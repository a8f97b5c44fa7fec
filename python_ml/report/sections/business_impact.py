"""What each policy means for the business."""

from python_ml.report.drawing import AMOUNT_AXIS, RATE_AXIS
from python_ml.report.interval_chart import interval_chart
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import amount, figure, interval, label, rate, side_of_zero

KEY, TITLE = "business-impact", "Business impact by policy"
NET_VALUE = "net_value_per_customer"
# How the numbers of a measure are written; amounts where it is not named.
FORMS = {
    "success_rate": rate,
    "wasted_spend_rate": rate,
    "outcome_per_customer": figure,
    "satisfaction_score": figure,
    "successes_per_1000_customers": figure,
    "return_on_investment": figure,
}


def section(published: Published) -> Section:
    """Net value and outcomes by policy, and all measures of the one in charge."""
    measures = published.rows(
        "select policy, goal, measure, value, lower, upper, remark from business_impact "
        "order by goal, measure, policy",
    )
    values = [row for row in measures if row["measure"] == NET_VALUE and row["value"] is not None]
    own = [row for row in measures if row["policy"] == published.policy]
    if not values:
        return Section(
            KEY,
            TITLE,
            "Nothing can be said yet of what policies earn: that takes outcomes of an experiment, "
            "or of decisions with logged probabilities.",
            tables=_table(own),
        )
    return Section(
        KEY,
        TITLE,
        _conclusion(values, published.policy),
        pictures=[*_net_values(values, published.policy), *_outcomes(measures, published.policy)],
        tables=_table(own),
        remark="Points are estimates for the customers of the experiments, lines their intervals. "
        "The policy in charge is marked.",
    )


def _conclusion(values, policy):
    by_policy = {row["policy"]: row for row in values}
    best = max(values, key=lambda row: (row["value"], row["policy"]))
    own = by_policy.get(policy)
    if own is None:
        return (
            f"Policy {policy}, which is in charge, is not judged yet; of the others, "
            f"{best['policy']} earns most per customer: {_worth(best)}."
        )
    sure = {
        "above": "so it earns more beyond doubt",
        "below": "so it earns less beyond doubt",
        "open": "so that it may be no gain at all" if own["value"] > 0 else "so no gain is shown",
    }[side_of_zero(own["lower"], own["upper"])]
    first = f"Policy {policy} earns {_worth(own)} per customer more than doing nothing, {sure}."
    if best["policy"] == policy:
        return f"{first} No policy is estimated to earn more."
    return f"{first} {best['policy']} is estimated to earn most: {_worth(best)}."


def _worth(row):
    return f"{amount(row['value'])} ({interval(row['lower'], row['upper'], amount)})"


def _rows(measures, policy):
    """The best on top."""
    return [
        {
            "name": row["policy"],
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "is_marked": row["policy"] == policy,
        }
        for row in sorted(measures, key=lambda row: (-row["value"], row["policy"]))
    ]


def _net_values(values, policy):
    yield Picture(
        interval_chart(_rows(values, policy), title="more than doing nothing, per customer"),
        "Net value per customer",
    )


def _outcomes(measures, policy):
    """The outcome of every goal, a share or an amount."""
    for measure, axis in (("success_rate", RATE_AXIS), ("outcome_per_customer", AMOUNT_AXIS)):
        goals = sorted({row["goal"] for row in measures if row["measure"] == measure})
        for goal in goals:
            rows = [
                row
                for row in measures
                if row["goal"] == goal and row["measure"] == measure and row["value"] is not None
            ]
            if rows:
                yield Picture(
                    interval_chart(_rows(rows, policy), axis=axis, reference=None),
                    f"{label(goal)}: {label(measure).lower()}",
                    is_panel=True,
                )


def _table(own):
    rows = []
    for row in own:
        form = FORMS.get(row["measure"], amount)
        goal = "" if row["goal"] == "all" else label(row["goal"])
        # What has no value has nothing but its remark.
        if row["value"] is not None or row["remark"]:
            rows.append(
                (
                    label(row["measure"]),
                    goal,
                    form(row["value"]),
                    interval(row["lower"], row["upper"], form),
                    row["remark"] or "",
                )
            )
    if not rows:
        return []
    columns = ("Measure", "Goal", "Estimate", "Interval", "Remark")
    return [Table(columns, rows, ("Estimate", "Interval"), title="The policy in charge")]
