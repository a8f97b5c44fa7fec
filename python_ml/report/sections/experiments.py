"""What experiments found, and what to do about it."""

from python_ml.report.drawing import RATE_AXIS
from python_ml.report.interval_chart import interval_chart
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import (
    count,
    enumeration,
    figure,
    interval,
    label,
    number_of,
    points,
    side_of_zero,
)

KEY, TITLE = "experiments", "Experiments"
VERDICTS = ("untrusted", "ship", "stop", "keep_testing")


def section(published: Published) -> Section:
    """The verdict on every arm, and the effects with the intervals it rests on."""
    verdicts = published.rows(
        "select experiment_id, arm, control_arm, verdict, reason, unit_count, required_unit_count "
        "from experiment_verdict order by experiment_id, arm",
    )
    if not verdicts:
        return Section(KEY, TITLE, "There is no experiment.")
    effects = published.rows(
        "select experiment_id, arm, metric, metric_type, is_primary, is_guardrail, direction, "
        "estimate, lower, upper, relative_estimate, relative_lower, relative_upper, is_trusted "
        "from experiment_readout where is_verdict_method and estimate is not null "
        "order by experiment_id, arm, is_primary desc, is_guardrail desc, metric",
    )
    names = {
        row["experiment_id"]: row["experiment_name"]
        for row in published.rows(
            "select distinct experiment_id, experiment_name from experiment_design "
            "where experiment_name is not null order by 1, 2",
        )
    }
    for row in verdicts + effects:
        row["experiment"] = names.get(row["experiment_id"]) or label(row["experiment_id"])
    return Section(
        KEY,
        TITLE,
        _conclusion(verdicts, effects),
        pictures=list(_pictures(effects)),
        tables=[_verdicts(verdicts), *_effects(effects)],
        remark="Intervals may be read on any day. The metric that decides is marked; effects are "
        "shown as a share of what the control arm has.",
    )


def _conclusion(verdicts, effects):
    counted = [
        f"{sum(row['verdict'] == verdict for row in verdicts)} {label(verdict).lower()}"
        for verdict in VERDICTS
        if any(row["verdict"] == verdict for row in verdicts)
    ]
    first = f"Of {number_of(len(verdicts), 'arm')}: {enumeration(counted)}."
    primary = [row for row in effects if row["is_primary"] and row["is_trusted"]]
    if not primary:
        return f"{first} Nothing is known yet of a metric that decides."
    said = {"above": "is above 0", "below": "is below 0", "open": "has an open sign"}
    found = [
        f"the effect of {row['arm']} on {label(row['metric']).lower()} "
        f"{said[side_of_zero(row['lower'], row['upper'])]} ({_value(row)}, {_interval(row)})"
        for row in primary
    ]
    sentence = enumeration(found)
    return f"{first} {sentence[:1].upper()}{sentence[1:]}."


def _form(row):
    return points if row["metric_type"] == "proportion" else figure


def _value(row):
    return _form(row)(row["estimate"])


def _interval(row):
    return interval(row["lower"], row["upper"], _form(row))


def _pictures(effects):
    arms = {}
    for row in effects:
        if row["relative_estimate"] is not None:
            arms.setdefault((row["experiment"], row["arm"]), []).append(row)
    for (experiment, arm), rows in arms.items():
        drawn = [
            {
                "name": label(row["metric"]),
                "value": row["relative_estimate"],
                "lower": row["relative_lower"],
                "upper": row["relative_upper"],
                "is_marked": row["is_primary"],
            }
            for row in rows
        ]
        yield Picture(
            interval_chart(drawn, axis=RATE_AXIS, title="relative to the control arm"),
            f"{experiment}: {arm}",
        )


def _verdicts(verdicts):
    return Table(
        ("Experiment", "Arm", "Against", "Verdict", "Units", "Planned", "Why"),
        [
            (
                row["experiment"],
                row["arm"],
                row["control_arm"] or "",
                label(row["verdict"]),
                count(row["unit_count"]),
                count(row["required_unit_count"]),
                row["reason"],
            )
            for row in verdicts
        ],
        numbers=("Units", "Planned"),
    )


def _effects(effects):
    if not effects:
        return []
    return [
        Table(
            ("Experiment", "Arm", "Metric", "Effect", "Interval", "Wanted", "Role"),
            [
                (
                    row["experiment"],
                    row["arm"],
                    label(row["metric"]),
                    _value(row),
                    _interval(row),
                    row["direction"],
                    "decides"
                    if row["is_primary"]
                    else "must not get worse"
                    if row["is_guardrail"]
                    else "",
                )
                for row in effects
            ],
            numbers=("Effect", "Interval"),
            title="Effects",
        ),
    ]
