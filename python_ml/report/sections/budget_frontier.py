"""What a larger or smaller budget would earn."""

import altair as alt

from python_ml.report.drawing import AMOUNT_AXIS, INK, MARKED, QUIET, Chart, data
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import amount, figure, number_of, rate

KEY, TITLE = "budget-frontier", "What more money would earn"


def section(published: Published) -> Section:
    """Expected value by budget, today's budget marked, and the price of every resource in words."""
    points = published.rows(
        "select budget_amount, spend_amount, expected_value_amount, marginal_return "
        "from budget_frontier where policy = ? order by step_number",
        published.policy,
    )
    if not points or max(point["expected_value_amount"] for point in points) <= 0:
        return Section(
            KEY, TITLE, "No amount of money is expected to earn anything by the policy in charge."
        )
    return Section(
        KEY,
        TITLE,
        _conclusion(published.certificate, points),
        pictures=[Picture(_chart(published.certificate, points), "Expected value by budget")],
        tables=_resources(published),
        remark="The curve varies the money alone, without the other limits; the point is today's "
        f"plan, within all of them and {_gap(published.certificate)}.",
    )


def _conclusion(certificate, points):
    price = certificate["shadow_price"] or 0
    budget, spend = certificate["budget_amount"], certificate["spend_amount"]
    if price > 0:
        first = (
            f"One more unit of money is worth {amount(price)} at today's budget of "
            f"{amount(budget)}."
        )
    else:
        first = (
            f"More money would earn nothing today: {amount(spend)} of {amount(budget)} are spent, "
            "and other limits hold."
            if points[-1]["spend_amount"] > spend
            else f"More money would earn nothing: {amount(spend)} of {amount(budget)} are spent."
        )
    enough = next((p["budget_amount"] for p in points if p["marginal_return"] <= 0), None)
    if enough is None:
        return (
            f"{first} By money alone, more would earn more up to "
            f"{amount(points[-1]['budget_amount'])} at least."
        )
    return f"{first} By money alone, nothing is left to buy from {amount(enough)} on."


def _gap(certificate):
    gap = max(certificate["optimality_gap_rate"] or 0, 0)
    return f"at most {rate(gap)} below the best that the same estimates allow"


def _chart(certificate, points):
    today = [
        {
            "budget_amount": certificate["budget_amount"],
            "expected_value_amount": certificate["expected_value_amount"],
            "text": "Today",
        }
    ]

    def draw(width: int) -> Chart:
        ticks = max(width // 110, 3)
        axis = alt.Axis(labelExpr=AMOUNT_AXIS, tickCount=ticks)
        x = alt.X("budget_amount:Q", title="budget", axis=axis)
        y = alt.Y(
            "expected_value_amount:Q",
            title="expected value after costs",
            axis=alt.Axis(labelExpr=AMOUNT_AXIS, tickCount=5),
        )
        curve = alt.Chart(data(points)).mark_line(color=MARKED, strokeWidth=2.5)
        marked = alt.Chart(data(today))
        side = -1 if certificate["budget_amount"] > points[-1]["budget_amount"] * 0.7 else 1
        return alt.layer(
            marked.mark_rule(color=QUIET, strokeDash=[4, 4]).encode(x="budget_amount:Q"),
            curve.encode(x=x, y=y),
            marked.mark_point(filled=True, size=110, color=MARKED, opacity=1).encode(x=x, y=y),
            marked.mark_text(
                color=INK, align="left" if side > 0 else "right", dx=8 * side, dy=18
            ).encode(x=x, y=y, text="text:N"),
        ).properties(width=width, height=300)

    return draw


def _resources(published):
    rows = published.rows(
        "select resource_name, account_manager_id = 'all' as is_shared, count(*) as owner_count, "
        "any_value(meaning) as meaning, sum(use_amount) as use_amount, "
        "sum(maximum_amount) as maximum_amount, "
        "count(*) filter (where price > 0) as scarce_count from resource_prices where policy = ? "
        "group by resource_id, resource_name, is_shared order by is_shared desc, resource_name",
        published.policy,
    )
    if not rows:
        return []
    return [
        Table(
            ("Resource", "Used", "Of", "In words"),
            [
                (
                    row["resource_name"],
                    figure(row["use_amount"]),
                    figure(row["maximum_amount"]),
                    row["meaning"] if row["is_shared"] else _owners(row),
                )
                for row in rows
            ],
            numbers=("Used", "Of"),
            title="What limits today's plan",
        ),
    ]


def _owners(row):
    owners = number_of(row["owner_count"], "account manager")
    if not row["scarce_count"]:
        return f"None of {owners} needs more."
    return f"{row['scarce_count']:,} of {owners} could earn more with more."
