"""A point with its interval for each of several things."""

from collections.abc import Callable

import altair as alt

from python_ml.report.drawing import AMOUNT_AXIS, MARKED, PLAIN, QUIET, Chart, data, row_height


def interval_chart(
    rows: list[dict],
    *,
    axis: str = AMOUNT_AXIS,
    title: str = "",
    reference: float | None = 0,
    step: int = 28,
) -> Callable[[int], Chart]:
    """Points and intervals, the first row on top.

    Args:
        rows: dicts of name, value, lower, upper and is_marked; one end without the other is open.
        axis: expression of Vega that writes a number of the axis.
        title: what the axis shows.
        step: pixels from a row to the next.
        reference: where a line is drawn to compare with; None for none.

    Returns:
        function: width in pixels -> chart.
    """
    ends = [row[end] for row in rows for end in ("lower", "value", "upper") if row[end] is not None]
    lowest, highest = min(ends), max(ends)
    room = (highest - lowest) * 0.05
    drawn = [row | _ends(row, lowest - room, highest + room) for row in rows]
    names = [row["name"] for row in rows]

    def draw(width: int) -> Chart:
        y = alt.Y("name:N", sort=names, title=None)
        colour = alt.condition("datum.is_marked", alt.value(MARKED), alt.value(PLAIN))
        scale = alt.Scale(zero=False, nice=True)
        x_axis = alt.Axis(labelExpr=axis, tickCount=max(width // 110, 3), titlePadding=8)
        base = alt.Chart(data(drawn)).encode(y=y)
        layers = [
            base.mark_rule(strokeWidth=3, strokeCap="round", opacity=0.55).encode(
                x=alt.X("from:Q", scale=scale, axis=x_axis, title=title), x2="to:Q", color=colour
            ),
            base.mark_point(filled=True, size=90, opacity=1).encode(x="value:Q", color=colour),
        ]
        if reference is not None and lowest - room <= reference <= highest + room:
            line = alt.Chart(data([{"at": reference}]))
            layers.insert(0, line.mark_rule(color=QUIET, strokeDash=[3, 3]).encode(x="at:Q"))
        return alt.layer(*layers).properties(width=width, height=row_height(len(rows), step=step))

    return draw


def _ends(row, lowest, highest):
    if row["lower"] is None and row["upper"] is None:
        return {"from": row["value"], "to": row["value"]}
    return {
        "from": lowest if row["lower"] is None else row["lower"],
        "to": highest if row["upper"] is None else row["upper"],
    }
