"""Alerts as one JSON object, as webhooks of on-call tools take it; sending it is the user's."""

import json
from datetime import date

MOST_SENTENCES = 10


def webhook_payload(alerts: list[dict], *, as_of_date: date | None, invocation_id: str) -> dict:
    """What is to be told of a build.

    Args:
        alerts: list of dicts with alert_id, severity, monitor, subject, sentence and evidence (as
            JSON).
        as_of_date: day the build decided for.
        invocation_id: dbt's identifier of the run.

    Returns:
        dict: severity (the worst; none without alerts), text for people, counts, and the alerts,
        critical ones first.
    """
    ordered = sorted(alerts, key=lambda alert: (alert["severity"] != "critical", alert["subject"]))
    counts = {
        name: sum(alert["severity"] == name for alert in alerts) for name in ("critical", "warning")
    }
    return {
        "severity": next((name for name, count in counts.items() if count), "none"),
        "text": _text(ordered, counts, as_of_date),
        "as_of_date": as_of_date.isoformat() if as_of_date else None,
        "invocation_id": invocation_id,
        "critical_count": counts["critical"],
        "warning_count": counts["warning"],
        "alerts": [{**alert, "evidence": json.loads(alert["evidence"])} for alert in ordered],
    }


def _text(ordered, counts, as_of_date):
    found = ", ".join(f"{count} {name}" for name, count in counts.items())
    heading = f"Recommendations of {as_of_date}: {found}"
    told = [f"{alert['subject']}: {alert['sentence']}" for alert in ordered[:MOST_SENTENCES]]
    if len(ordered) > MOST_SENTENCES:
        told.append(f"and {len(ordered) - MOST_SENTENCES} more")
    return "\n".join([heading, *told])
