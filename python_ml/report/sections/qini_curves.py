"""How well the learners find the customers whom an action moves."""

import altair as alt

from python_ml.report.drawing import BAND, MARKED, PLAIN, QUIET, Chart, data
from python_ml.report.interval_chart import interval_chart
from python_ml.report.learners import champion, panels
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section
from python_ml.report.wording import enumeration, figure, interval, number_of

KEY, TITLE = "qini-curves", "Do the models find the right customers?"


def section(published: Published) -> Section:
    """Qini curves of all learners by action, and their Qini coefficients with intervals."""
    shown = panels(published, "uplift_curves")
    best = champion(published)
    if not shown or best is None:
        return Section(
            KEY, TITLE, "No model of uplift has been judged yet: that takes units of an experiment."
        )
    scores = published.rows(
        "select learner, action_id, goal, qini_coefficient as value, "
        "qini_coefficient_lower as lower, qini_coefficient_upper as upper from learner_scorecard "
        "where qini_coefficient is not null order by learner",
    )
    own = [row for row in scores if (row["action_id"], row["goal"]) in shown]
    return Section(
        KEY,
        TITLE,
        _conclusion(published, [row for row in own if row["learner"] == best], best),
        pictures=[
            picture
            for action, goal in shown
            for picture in _pictures(published, action, goal, best, own)
        ],
        remark=f"Curves: outcomes gained per unit if those whom a learner ranks highest get the "
        f"action. {best}, the champion, is marked, its band is pointwise; the other learners are "
        "thin, the dashed line gives the action by chance. Points: Qini coefficients, 1 for a "
        "perfect ranking, 0 for chance.",
    )


def _conclusion(published, scores, best):
    if not scores:
        return f"The trial cannot judge how {best}, the champion, ranks customers."
    above = [row for row in scores if row["lower"] is not None and row["lower"] > 0]
    named = [
        f"{published.action_name(row['action_id'])} ({figure(row['value'])}, "
        f"{interval(row['lower'], row['upper'], figure)})"
        for row in above
    ]
    if not above:
        return (
            f"For no action does {best}, the champion, rank customers better than chance beyond "
            "doubt."
        )
    rest = len(scores) - len(above)
    other = f"; for {number_of(rest, 'other action')} that is not shown" if rest else ""
    return (
        f"{best}, the champion, ranks customers better than chance beyond doubt for "
        f"{enumeration(named)}{other}."
    )


def _pictures(published, action, goal, best, scores):
    points = published.rows(
        "select learner, targeted_rate, qini_gain, qini_gain_lower, qini_gain_upper "
        "from uplift_curves where action_id = ? and goal = ? order by learner, step_number",
        action,
        goal,
    ) or published.rows(
        # Publications of older versions have no band.
        "select learner, targeted_rate, qini_gain, qini_gain as qini_gain_lower, "
        "qini_gain as qini_gain_upper from uplift_curves where action_id = ? and goal = ? "
        "order by learner, step_number",
        action,
        goal,
    )
    name = published.action_name(action)
    yield Picture(_curves(points, best), f"{name}: Qini curves", is_panel=True)
    rows = [
        {
            "name": row["learner"],
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "is_marked": row["learner"] == best,
        }
        for row in scores
        if (row["action_id"], row["goal"]) == (action, goal)
    ]
    if rows:
        rows.sort(key=lambda row: (-row["value"], row["name"]))
        yield Picture(
            interval_chart(rows, axis="format(datum.value, '~g')", step=24),
            f"{name}: Qini coefficients",
            is_panel=True,
        )


def _curves(points, best):
    learners = {point["learner"] for point in points}
    starts = [
        {
            "targeted_rate": 0,
            "qini_gain": 0,
            "qini_gain_lower": 0,
            "qini_gain_upper": 0,
            "learner": name,
        }
        for name in sorted(learners)
    ]
    # All curves end alike: that is what chance leads to on a straight line.
    ends = [point for point in points if point["targeted_rate"] == 1]
    chance = [{"x": 0, "y": 0}, {"x": 1, "y": ends[0]["qini_gain"] if ends else 0}]

    def draw(width: int) -> Chart:
        x = alt.X(
            "targeted_rate:Q",
            title="share of the customers, highest score first",
            axis=alt.Axis(format="~%", tickCount=5),
            scale=alt.Scale(domain=[0, 1]),
        )
        y = alt.Y("qini_gain:Q", title="gain per unit", axis=alt.Axis(format="~g", tickCount=5))
        base = alt.Chart(data(starts + points))
        marked = base.transform_filter(alt.datum.learner == best)
        return alt.layer(
            marked.mark_area(color=BAND).encode(x=x, y="qini_gain_lower:Q", y2="qini_gain_upper:Q"),
            alt.Chart(data(chance))
            .mark_line(color=QUIET, strokeDash=[4, 4], strokeWidth=1)
            .encode(x="x:Q", y="y:Q"),
            base.transform_filter(alt.datum.learner != best)
            .mark_line(color=PLAIN, strokeWidth=1, opacity=0.8)
            .encode(x=x, y=y, detail="learner:N"),
            marked.mark_line(color=MARKED, strokeWidth=2.5).encode(x=x, y=y),
        ).properties(width=width, height=286)

    return draw
