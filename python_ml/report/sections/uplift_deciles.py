"""Whether effects are as large as predicted."""

import altair as alt

from python_ml.report.drawing import INK, MARKED, QUIET, RATE_AXIS, Chart, data
from python_ml.report.learners import champion, panels
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section
from python_ml.report.wording import number_of, rate

KEY, TITLE = "uplift-deciles", "Are effects as large as predicted?"


def section(published: Published) -> Section:
    """Predicted and observed uplift by decile of the champion's predictions."""
    best = champion(published)
    deciles = published.rows(
        "select action_id, goal, decile, unit_count, predicted_uplift, observed_uplift, "
        "observed_lower, observed_upper from uplift_deciles where learner = ? "
        "order by action_id, goal, decile",
        best,
    )
    shown = [
        pair
        for pair in panels(published, "uplift_deciles")
        if any((row["action_id"], row["goal"]) == pair for row in deciles)
    ]
    if not shown:
        return Section(
            KEY,
            TITLE,
            "No prediction of uplift can be held against what was observed yet: that takes a "
            "learner that tells customers apart, and units of an experiment.",
        )
    own = [row for row in deciles if (row["action_id"], row["goal"]) in shown]
    return Section(
        KEY,
        TITLE,
        _conclusion(published, own),
        pictures=[
            Picture(
                _chart([row for row in own if (row["action_id"], row["goal"]) == (action, goal)]),
                published.action_name(action),
                is_panel=True,
            )
            for action, goal in shown
        ],
        remark=f"Tenths of the units by what {best}, the champion, predicts without having seen "
        "them, the highest first. Ticks: predicted; points: observed, with intervals.",
    )


def _conclusion(published, deciles):
    held = sum(
        row["observed_lower"] <= row["predicted_uplift"] <= row["observed_upper"] for row in deciles
    )
    first = (
        f"{held} of {number_of(len(deciles), 'observed interval')} hold the prediction "
        f"({rate(held / len(deciles))})."
    )
    told_apart = [
        published.action_name(top["action_id"])
        for top, bottom in _ends(deciles)
        if top["observed_lower"] > bottom["observed_upper"]
    ]
    if told_apart:
        return (
            f"{first} The highest tenth gains more than the lowest beyond doubt for "
            f"{', '.join(told_apart)}."
        )
    return f"{first} For no action are the highest and the lowest tenth apart beyond doubt."


def _ends(deciles):
    """First and last decile of each action."""
    by_action = {}
    for row in deciles:
        by_action.setdefault((row["action_id"], row["goal"]), []).append(row)
    return [(rows[0], rows[-1]) for rows in by_action.values()]


def _chart(rows):
    def draw(width: int) -> Chart:
        axis = alt.Axis(labelAngle=0)
        x = alt.X("decile:O", title="tenth, highest prediction first", axis=axis)
        title = "uplift"
        y_axis = alt.Axis(labelExpr=RATE_AXIS, tickCount=5)
        base = alt.Chart(data(rows)).encode(x=x)
        zero = alt.Chart(data([{"at": 0}]))
        return alt.layer(
            zero.mark_rule(color=QUIET, strokeDash=[3, 3]).encode(y="at:Q"),
            base.mark_rule(color=MARKED, strokeWidth=3, strokeCap="round", opacity=0.45).encode(
                y=alt.Y("observed_lower:Q", title=title, axis=y_axis), y2="observed_upper:Q"
            ),
            base.mark_point(filled=True, size=70, color=MARKED, opacity=1).encode(
                y="observed_uplift:Q"
            ),
            base.mark_tick(orient="horizontal", color=INK, thickness=2.5, width=16).encode(
                y="predicted_uplift:Q"
            ),
        ).properties(width=width, height=280)

    return draw
