"""Where each action loses its customers."""

import altair as alt

from python_ml.report.drawing import AMOUNT_AXIS, KINDS, MARKED, TELEPHONE, Chart, data, row_height
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import count, label, number_of, rate

KEY, TITLE = "funnel", "Why customers do not get an action"


def section(published: Published) -> Section:
    """Customers by action and the step they are lost at, and who gets nothing at all."""
    steps = published.rows(
        "select action_id, step, step_order, meaning, lost_customer_count as lost_count, "
        "remaining_customer_count as left_count from decision_funnel "
        "order by action_id, step_order",
    )
    if not any(step["left_count"] or step["lost_count"] for step in steps):
        return Section(KEY, TITLE, "There is no action to lose customers.")
    return Section(
        KEY,
        TITLE,
        _conclusion(steps),
        pictures=[Picture(_chart(published, steps), "Active customers by action")],
        tables=[_reasons(published, steps)],
        remark="Every bar holds all active customers; the first reason that applies counts.",
    )


def _lost(steps):
    lost = {}
    for step in steps:
        lost[step["meaning"]] = lost.get(step["meaning"], 0) + step["lost_count"]
    return sorted(lost.items(), key=lambda item: (-item[1], item[0]))


def _conclusion(steps):
    (reason, number), *_ = _lost(steps)
    total = sum(step["lost_count"] for step in steps)
    if not total:
        return "Every customer gets every action."
    first = (
        f"Of {count(total)} times that a customer does not get an action, {count(number)} "
        f"({rate(number / total)}) are for this: {reason}."
    )
    scarce = sum(step["lost_count"] for step in steps if step["step"] == "resources")
    if scarce:
        return f"{first} For want of money or other resources: {count(scarce)}."
    return f"{first} None is for want of money or other resources."


def _chart(published, steps):
    last = max(step["step_order"] for step in steps)
    given = [step for step in steps if step["step_order"] == last]
    # What is lost last is nearest to what is recommended.
    lost = sorted(
        (step for step in steps if step["lost_count"]), key=lambda step: -step["step_order"]
    )
    order = list(dict.fromkeys(step["step"] for step in [*given, *lost]))
    rows = [
        {
            "action": published.action_name(step["action_id"]),
            "reason": label(step["step"]),
            "customers": number,
            "place": order.index(step["step"]),
        }
        for step, number in [
            *((step, step["left_count"]) for step in given),
            *((step, step["lost_count"]) for step in lost),
        ]
    ]
    actions = [
        published.action_name(step["action_id"])
        for step in sorted(given, key=lambda step: (-step["left_count"], step["action_id"]))
    ]
    colours = [MARKED, *(KINDS[place % len(KINDS)] for place in range(len(order) - 1))]
    scale = alt.Scale(domain=[label(step) for step in order], range=colours)

    def draw(width: int) -> Chart:
        columns = 1 if width < TELEPHONE else 4
        axis = alt.Axis(labelExpr=AMOUNT_AXIS, tickCount=max(width // 110, 3))
        return (
            alt.Chart(data(rows))
            .mark_bar(height=20)
            .encode(
                y=alt.Y("action:N", sort=actions, title=None),
                x=alt.X("customers:Q", title="customers", stack="zero", axis=axis),
                color=alt.Color("reason:N", scale=scale, legend=alt.Legend(columns=columns)),
                order=alt.Order("place:Q"),
            )
            .properties(
                width=width,
                height=row_height(len(actions)) + 20 * (len(order) // columns + 2),
            )
        )

    return draw


def _reasons(published, steps):
    """How often each reason applies, and for how many customers it is why they have nothing."""
    without = {
        row["reason_code"]: row["customer_count"]
        for row in published.rows(
            "select reason_code, count(*) as customer_count from underserved_customers group by 1",
        )
    }
    reasons = {step["step"]: step["meaning"] for step in steps}
    times = dict.fromkeys(reasons, 0)
    for step in steps:
        times[step["step"]] += step["lost_count"]
    return Table(
        ("Reason", "Meaning", "Times", "Without any action"),
        [
            (label(reason), reasons[reason], count(number), count(without.get(reason, 0)))
            for reason, number in sorted(times.items(), key=lambda item: (-item[1], item[0]))
            if number or reason in without
        ],
        numbers=("Times", "Without any action"),
        title=f"Why, and for how many of {number_of(sum(without.values()), 'customer')} who get "
        "nothing it is why the nearest action is not given",
    )
