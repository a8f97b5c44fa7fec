"""What the monitors see: alerts, promises kept, drift, and who gets recommendations how often."""

from collections import Counter

from python_ml.report.drawing import AMOUNT_AXIS, RATE_AXIS
from python_ml.report.interval_chart import interval_chart
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import amount, figure, interval, label, number_of, rate

KEY, TITLE = "governance", "Is it still right, and is it fair?"
# Longer tables are not read here; the tables of the same names hold the rest.
LONGEST_TABLE = 12
# Promises in the account currency, which one picture can hold.
AMOUNTS = "net_value_amount"


def section(published: Published) -> Section:
    """Open alerts, and what promises, drift and rates by group come to."""
    alerts = published.rows(
        "select severity, monitor, subject, sentence from alerts "
        "order by severity = 'critical' desc, monitor, subject",
    )
    promises = published.rows(
        "select dimension, subject, goal, measure, promised, observed, lower, upper, is_kept "
        "from promises order by dimension, subject, goal",
    )
    shifts = published.rows(
        "select subject_type, subject, reference, stability_index, p_value, severity from drift "
        "where stability_index is not null "
        "order by severity = 'critical' desc, severity = 'warning' desc, stability_index desc, "
        "subject_type, subject, reference",
    )
    groups = published.rows(
        "select attribute, group_name, reference_group_name, rate, impact_ratio, "
        "impact_ratio_lower, impact_ratio_upper, severity from fairness "
        "where action_id = 'any' and impact_ratio_lower is not null and impact_ratio is not null "
        "order by attribute, impact_ratio, group_name",
    )
    if not (alerts or promises or shifts or groups):
        return Section(KEY, TITLE, "No monitor has anything to look at yet.")
    return Section(
        KEY,
        TITLE,
        " ".join([_alarm(alerts), _kept(promises), _stable(shifts), _fair(groups)]),
        pictures=[*_rates(groups), *_gaps(promises)],
        tables=[*_alerts(alerts), *_actions(promises), *_shifts(shifts), *_costs(published)],
        remark="What is marked raised an alert, or was not as promised. Rates are shares of the "
        "rate of the group that gets recommendations most often. A stability index is 0 where "
        "nothing has shifted.",
    )


def _alarm(alerts):
    if not alerts:
        return "No alert is open."
    found = Counter(row["severity"] for row in alerts)
    critical = found["critical"]
    first = f"{number_of(len(alerts), 'alert is', 'alerts are')} open, "
    return first + (
        f"{number_of(critical, 'is', 'are')} critical." if critical else "none critical."
    )


def _kept(promises):
    if not promises:
        return "No promise can be judged yet."
    kept = sum(row["is_kept"] for row in promises)
    return f"Of {number_of(len(promises), 'promise')} that can be judged {kept} may be kept."


def _stable(shifts):
    shifted = sum(row["severity"] != "none" for row in shifts)
    if not shifts:
        return "Drift is not measured."
    if not shifted:
        return f"None of {number_of(len(shifts), 'distribution')} has drifted."
    return f"{shifted} of {number_of(len(shifts), 'distribution')} drifted."


def _fair(groups):
    if not groups:
        return "No sensitive attribute is declared."
    worst = min(groups, key=lambda row: (row["impact_ratio"], row["attribute"], row["group_name"]))
    bounds = interval(worst["impact_ratio_lower"], worst["impact_ratio_upper"], rate)
    return (
        f"Furthest behind is {_group(worst)}, with recommendations at "
        f"{rate(worst['impact_ratio'])} ({bounds}) of the rate of {worst['reference_group_name']}."
    )


def _group(row):
    return f"{label(row['attribute'])}: {row['group_name']}"


def _rates(groups):
    if groups:
        rows = [
            {
                "name": _group(row),
                "value": row["impact_ratio"],
                "lower": row["impact_ratio_lower"],
                "upper": row["impact_ratio_upper"],
                "is_marked": row["severity"] != "none",
            }
            for row in groups
        ]
        chart = interval_chart(rows, axis=RATE_AXIS, title="share of the highest rate", reference=1)
        yield Picture(chart, "How often a group gets recommendations", is_panel=True)


def _gaps(promises):
    rows = [
        {
            "name": " ".join((label(row["dimension"]), row["subject"])),
            "value": row["observed"] - row["promised"],
            "lower": row["lower"] - row["promised"],
            "upper": row["upper"] - row["promised"],
            "is_marked": not row["is_kept"],
        }
        for row in promises
        if row["measure"] == AMOUNTS
    ]
    if rows:
        chart = interval_chart(
            rows[:LONGEST_TABLE], axis=AMOUNT_AXIS, title="more than promised, a decision"
        )
        yield Picture(chart, "What decisions brought, beyond what they promised", is_panel=True)


def _alerts(alerts):
    if alerts:
        rows = [
            (label(row["severity"]), label(row["monitor"]), row["subject"], row["sentence"])
            for row in alerts[:LONGEST_TABLE]
        ]
        yield Table(("Severity", "Monitor", "About", "What is seen"), rows, title="Open alerts")


def _actions(promises):
    rows = [
        (
            row["subject"],
            label(row["goal"]),
            figure(row["promised"]),
            figure(row["observed"]),
            interval(row["lower"], row["upper"], figure),
            "yes" if row["is_kept"] else "no",
        )
        for row in promises
        if row["measure"] != AMOUNTS
    ]
    if rows:
        columns = ("Action", "Goal", "Promised", "Observed", "Interval", "Kept")
        yield Table(columns, rows, ("Promised", "Observed", "Interval"), "Effects as promised?")


def _shifts(shifts):
    if shifts:
        rows = [
            (
                row["subject"],
                label(row["subject_type"]),
                label(row["reference"]),
                figure(row["stability_index"]),
                "" if row["severity"] == "none" else label(row["severity"]),
            )
            for row in shifts[:5]
        ]
        columns = ("What", "Kind", "Against", "Stability index", "Severity")
        yield Table(columns, rows, ("Stability index",), "What has shifted most")


def _costs(published):
    rows = [
        (
            label(row["attribute"]),
            amount(row["forgone"]),
            amount(row["added"]),
            amount(row["forgone"] - row["added"]),
        )
        for row in published.rows(
            "select attribute, forgone_value_amount as forgone, added_value_amount as added "
            "from fairness_costs order by attribute",
        )
    ]
    if rows:
        columns = ("Attribute", "Value given up", "Value added", "Cost")
        yield Table(columns, rows, columns[1:], "What equal rates would cost")
