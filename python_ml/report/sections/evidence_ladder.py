"""What the value of each action rests on."""

import altair as alt

from python_ml.report.drawing import GRID, LEVELS, Chart, data, row_height
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import label, number_of, rate

KEY, TITLE = "evidence", "What the value of an action rests on"
RUNGS = ("assumed", "observed", "experimented")


def section(published: Published) -> Section:
    """The rung of every action, and what would take it further."""
    actions = published.rows(
        "select action_id, rung, why, missing from readiness order by catalogue_order",
    )
    if not actions:
        return Section(KEY, TITLE, "There is no action with a goal.")
    rates = {
        row["action_id"]: row["persuasion_rate"]
        for row in published.rows("select action_id, persuasion_rate from action_evidence")
    }
    return Section(
        KEY,
        TITLE,
        _conclusion(published, actions),
        pictures=[Picture(_chart(published, actions), "The rung each action stands on")],
        tables=[
            Table(
                ("Action", "Rung", "Moves", "Why", "Missing"),
                [
                    (
                        published.action_name(row["action_id"]),
                        label(row["rung"]),
                        rate(rates.get(row["action_id"])),
                        row["why"] or "",
                        row["missing"] or "",
                    )
                    for row in actions
                ],
                numbers=("Moves",),
            ),
        ],
        remark="Moves: share of those who would not reach the goal by themselves whom the action "
        "moves, on average.",
    )


def _conclusion(published, actions):
    total = number_of(len(actions), "action")
    on_top = [row for row in actions if row["rung"] == RUNGS[-1]]
    if len(on_top) == len(actions):
        return f"The value of every action rests on experiments, {total} in all."
    below = [row for row in actions if row["rung"] != RUNGS[-1]]
    named = ", ".join(
        f"{published.action_name(row['action_id'])} ({label(row['rung']).lower()})" for row in below
    )
    if not on_top:
        return f"None of {total} rests on an experiment yet: {named}."
    verb = "rests on an experiment" if len(on_top) == 1 else "rest on experiments"
    return f"{len(on_top)} of {total} {verb}; not yet: {named}."


def _chart(published, actions):
    names = [published.action_name(row["action_id"]) for row in actions]
    reached = [
        {
            "action": name,
            "rung": rung,
            "place": place,
            "is_reached": place <= RUNGS.index(row["rung"]),
        }
        for name, row in zip(names, actions, strict=True)
        for place, rung in enumerate(RUNGS)
    ]

    def draw(width: int) -> Chart:
        x_axis = alt.Axis(
            orient="top",
            labelAngle=0,
            domain=False,
            ticks=False,
            labelPadding=8,
            labelOverlap=False,
        )
        base = alt.Chart(data(reached)).encode(
            x=alt.X("rung:N", sort=list(RUNGS), title=None, axis=x_axis),
            y=alt.Y("action:N", sort=names, title=None, axis=alt.Axis(labelLimit=width // 3)),
        )
        reach = base.transform_filter("datum.is_reached")
        rung = alt.Color("rung:N", scale=alt.Scale(domain=list(RUNGS), range=LEVELS), legend=None)
        return alt.layer(
            base.mark_rect(color=GRID, opacity=0.45, height=18, cornerRadius=3),
            reach.mark_rect(height=18, cornerRadius=3).encode(color=rung),
        ).properties(width=width, height=row_height(len(names)))

    return draw
