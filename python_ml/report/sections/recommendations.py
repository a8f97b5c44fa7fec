"""Who is recommended what."""

import altair as alt

from python_ml.report.drawing import INK, MARKED, TELEPHONE, Chart, data, row_height
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section
from python_ml.report.wording import count, label, number_of, rate, short_count

KEY, TITLE = "recommendations", "Who is recommended what"
NOTHING = "do_nothing"
# More columns cannot be told apart on a telephone.
LARGEST_ACTION_COUNT = 6


def section(published: Published) -> Section:
    """Customers by segment and action."""
    cells = published.rows(
        "select coalesce(segment, '') as segment, action_id, count(*) as customer_count "
        "from recommendations where decision_state in ('made', 'standing') "
        "group by 1, 2 order by 1, 2",
    )
    if not cells:
        return Section(KEY, TITLE, "Nobody is recommended anything: there is no active customer.")
    if all(cell["action_id"] == NOTHING for cell in cells):
        return Section(KEY, TITLE, _conclusion(published, cells))
    return Section(
        KEY,
        TITLE,
        _conclusion(published, cells),
        pictures=[Picture(_chart(published, cells), "Customers by segment and action")],
        remark="The stronger the colour, the larger the share of the segment.",
    )


def _sums(cells, key):
    sums = {}
    for cell in cells:
        sums[cell[key]] = sums.get(cell[key], 0) + cell["customer_count"]
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))


def _conclusion(published, cells):
    total = sum(cell["customer_count"] for cell in cells)
    given = [cell for cell in cells if cell["action_id"] != NOTHING]
    if not given:
        return f"None of {number_of(total, 'customer')} gets an action."
    treated = sum(cell["customer_count"] for cell in given)
    action, customers = _sums(given, "action_id")[0]
    segment, most = _sums([cell for cell in given if cell["action_id"] == action], "segment")[0]
    return (
        f"{count(treated)} of {count(total)} customers ({rate(treated / total)}) get an action, "
        f"most often {published.action_name(action)} ({count(customers)}, {count(most)} of them in "
        f"segment {label(segment)})."
    )


def _chart(published, cells):
    actions = [action for action, _ in _sums(cells, "action_id") if action != NOTHING]
    kept = actions[: LARGEST_ACTION_COUNT - 1] if len(actions) > LARGEST_ACTION_COUNT else actions
    columns = [published.action_name(action) for action in kept]
    columns += ["Other actions"] * (len(kept) < len(actions))
    columns.append(published.action_name(NOTHING))
    segments = _sums(cells, "segment")
    sizes = dict(segments)
    counts = {}
    for cell in cells:
        action = cell["action_id"]
        is_named = action in kept or action == NOTHING
        column = published.action_name(action) if is_named else "Other actions"
        key = (cell["segment"], column)
        counts[key] = counts.get(key, 0) + cell["customer_count"]
    rows = [
        {
            "segment": label(segment) or "None",
            "action": action,
            "share": number / sizes[segment],
            "text": count(number),
            "short": short_count(number),
        }
        for (segment, action), number in sorted(counts.items())
    ]
    order = [label(segment) or "None" for segment, _ in segments]

    def draw(width: int) -> Chart:
        is_dense = width < TELEPHONE or len(columns) > LARGEST_ACTION_COUNT
        top = alt.Axis(
            orient="top",
            labelAngle=-90 if is_dense else -40,
            labelLimit=130,
            ticks=False,
            domain=False,
            labelPadding=6,
            labelOverlap=False,
        )
        base = alt.Chart(data(rows)).encode(
            x=alt.X("action:N", sort=columns, title=None, axis=top),
            y=alt.Y("segment:N", sort=order, title=None, axis=alt.Axis(labelLimit=width // 3)),
        )
        shade = alt.Opacity(
            "share:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=[0.06, 0.75])
        )
        cells = base.mark_rect(color=MARKED, cornerRadius=3).encode(opacity=shade)
        text = base.mark_text(color=INK, fontSize=11 if width < TELEPHONE else 13).encode(
            text="short:N" if width < TELEPHONE else "text:N"
        )
        height = row_height(len(order), step=34) + 70
        return alt.layer(cells, text).properties(width=width, height=height)

    return draw
