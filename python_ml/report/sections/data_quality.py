"""What the figures rest on: rows that were left out, inputs that are missing, models to look at."""

import altair as alt

from python_ml.report.drawing import INK, MARKED, TELEPHONE, Chart, data, row_height
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import count, label, number_of, rate

KEY, TITLE = "data-quality", "Can the data be trusted?"


def section(published: Published) -> Section:
    """Rows left out by input, what is missing, and whether models still fit the customers."""
    inputs = published.rows(
        "select input_name, origin, raw_row_count, quarantined_row_count, quarantine_rate, "
        "top_reason, consequence from input_quality order by input_order",
    ) or published.rows(
        # Publications of older versions say less.
        "select input_name, '' as origin, raw_row_count, quarantined_row_count, quarantine_rate, "
        "top_rules as top_reason, null as consequence from input_quality order by input_name",
    )
    tables = _models(published)
    if not inputs:
        return Section(KEY, TITLE, "Nothing is known of the inputs.", tables=tables)
    rejected = [row for row in inputs if row["quarantined_row_count"]]
    return Section(
        KEY,
        TITLE,
        _conclusion(inputs, rejected),
        pictures=[Picture(_chart(rejected), "Share of rows left out")] if rejected else [],
        tables=[*_inputs(inputs), *tables],
    )


def _name(row):
    return label(row["input_name"].removeprefix("input_"))


def _conclusion(inputs, rejected):
    total = sum(row["raw_row_count"] for row in inputs)
    absent = sum(row["origin"] == "absent" for row in inputs)
    missing = f" {number_of(absent, 'input is', 'inputs are')} not there." if absent else ""
    if not rejected:
        return f"All of {number_of(total, 'row')} were accepted.{missing}"
    left_out = sum(row["quarantined_row_count"] for row in rejected)
    worst = max(rejected, key=lambda row: (row["quarantine_rate"], row["input_name"]))
    return (
        f"{count(left_out)} of {number_of(total, 'row')} ({rate(left_out / total)}) were left out; "
        f"the largest share of {_name(worst).lower()} ({rate(worst['quarantine_rate'])})."
        f"{missing}"
    )


def _chart(rejected):
    rows = [
        {"input": _name(row), "share": row["quarantine_rate"], "text": rate(row["quarantine_rate"])}
        for row in sorted(rejected, key=lambda row: (-row["quarantine_rate"], row["input_name"]))
    ]
    names = [row["input"] for row in rows]

    def draw(width: int) -> Chart:
        # Room for the text beside the longest bar.
        largest = rows[0]["share"] * (1.4 if width < TELEPHONE else 1.12)
        axis = alt.Axis(format="~%", tickCount=max(width // 110, 3))
        base = alt.Chart(data(rows)).encode(
            y=alt.Y("input:N", sort=names, title=None),
            x=alt.X("share:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, largest])),
        )
        return alt.layer(
            base.mark_bar(color=MARKED, height=16),
            base.mark_text(color=INK, align="left", dx=5).encode(text="text:N"),
        ).properties(width=width, height=row_height(len(rows)))

    return draw


def _inputs(inputs):
    notable = [row for row in inputs if row["quarantined_row_count"]]
    notable += [row for row in inputs if row["consequence"] and row not in notable]
    if not notable:
        return []
    return [
        Table(
            ("Input", "Rows", "Left out", "Most often", "What follows"),
            [
                (
                    _name(row),
                    count(row["raw_row_count"]),
                    count(row["quarantined_row_count"]),
                    row["top_reason"] or "",
                    row["consequence"] or "",
                )
                for row in notable
            ],
            numbers=("Rows", "Left out"),
            title="Inputs with rows left out, or not there",
        ),
    ]


def _models(published):
    rows = published.rows(
        "select model_name, trained_to, training_row_count, available_row_count, reason "
        "from retraining_advice order by model_name",
    )
    if not rows:
        return []
    return [
        Table(
            ("Model", "Learnt up to", "From rows", "There are", "Advice"),
            [
                (
                    row["model_name"],
                    str(row["trained_to"] or "never"),
                    count(row["training_row_count"]),
                    count(row["available_row_count"]),
                    row["reason"],
                )
                for row in rows
            ],
            numbers=("From rows", "There are"),
            title="Models",
        ),
    ]
