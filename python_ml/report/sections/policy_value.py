"""What each policy is worth by what was tried, and whether the difference is beyond doubt."""

from python_ml.report.interval_chart import interval_chart
from python_ml.report.published import Published
from python_ml.report.section import Picture, Section, Table
from python_ml.report.wording import (
    amount,
    count,
    enumeration,
    figure,
    interval,
    label,
    number_of,
    side_of_zero,
)

KEY, TITLE = "policy-value", "Would another policy earn more?"
EVIDENCE = {"experiments": "units of experiments", "decisions": "logged decisions"}
# The estimator the promotion rule judges by.
ESTIMATOR, OUTCOME = "dr", "net_value"


def section(published: Published) -> Section:
    """Off-policy estimates of the net value by policy and by estimator, and what was promoted."""
    values = published.rows(
        "select evidence, policy, estimator, value, lower, upper, unit_count, refusal_reason "
        "from policy_value where outcome = ? and goal = 'all' order by evidence, policy, estimator",
        OUTCOME,
    )
    judged = [row for row in values if row["value"] is not None]
    tables = [*_outcomes(published), *_promotions(published)]
    if not judged:
        refusals = sorted({row["refusal_reason"] for row in values if row["refusal_reason"]})
        why = f". {refusals[0]}" if refusals else ", for lack of outcomes of what was tried."
        return Section(KEY, TITLE, f"No policy can be judged yet{why}", tables=tables)
    kinds = [kind for kind in EVIDENCE if any(row["evidence"] == kind for row in judged)]
    return Section(
        KEY,
        TITLE,
        _conclusion(published, kinds[-1]),
        pictures=[
            picture
            for kind in reversed(kinds)
            for picture in _pictures([r for r in judged if r["evidence"] == kind], kind, published)
        ],
        tables=tables,
        remark="Estimates of what a customer would bring if the policy decided. dr is doubly "
        "robust, and what promotions go by; where the estimators disagree, weights are large or "
        "the prediction is off.",
    )


def _conclusion(published, kind):
    differences = published.rows(
        "select reference_policy, difference, lower, upper from policy_value_differences "
        "where policy = ? and evidence = ? and estimator = ? and outcome = ? and goal = 'all' "
        "order by difference desc, reference_policy",
        published.policy,
        kind,
        ESTIMATOR,
        OUTCOME,
    )
    if not differences:
        return f"By {EVIDENCE[kind]}, policy {published.policy} cannot be compared with others yet."
    beaten, better = (
        [
            row["reference_policy"]
            for row in differences
            if side_of_zero(row["lower"], row["upper"]) == side
        ]
        for side in ("above", "below")
    )
    said = [
        *([f"earns less than {enumeration(better)} beyond doubt"] if better else []),
        *([f"earns more than {enumeration(beaten)} beyond doubt"] if beaten else []),
    ]
    others = number_of(len(differences), "other policy", "other policies")
    rival = differences[-1]
    return (
        f"By {EVIDENCE[kind]}, policy {published.policy} "
        f"{' and '.join(said) or f'can be told from none of {others}'}; the difference to "
        f"{rival['reference_policy']}, its strongest rival, is "
        f"{amount(rival['difference'])} per customer "
        f"({interval(rival['lower'], rival['upper'], amount)})."
    )


def _pictures(judged, kind, published):
    policies = [row for row in judged if row["estimator"] == ESTIMATOR]
    if policies:
        yield Picture(
            interval_chart(
                _rows(policies, "policy", published.policy),
                title="net value per customer",
                reference=None,
            ),
            f"By policy, judged by {EVIDENCE[kind]}",
            is_panel=True,
        )
    estimators = [row for row in judged if row["policy"] == published.policy]
    if estimators:
        yield Picture(
            interval_chart(
                _rows(estimators, "estimator", ESTIMATOR),
                title="net value per customer",
                reference=None,
            ),
            f"Policy {published.policy} by estimator, {EVIDENCE[kind]}",
            is_panel=True,
        )


def _rows(rows, name, marked):
    return [
        {
            "name": row[name],
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "is_marked": row[name] == marked,
        }
        for row in sorted(rows, key=lambda row: (-row["value"], row[name]))
    ]


def _outcomes(published):
    rows = published.rows(
        "select as_of_date, metric, count(*) as customer_count, avg(value) as value "
        "from decision_outcomes group by as_of_date, metric "
        "order by as_of_date desc, metric limit 24",
    )
    if not rows:
        return []
    return [
        Table(
            ("Decided on", "Outcome", "Customers", "Mean"),
            [
                (
                    str(row["as_of_date"]),
                    label(row["metric"]),
                    count(row["customer_count"]),
                    figure(row["value"]),
                )
                for row in rows
            ],
            numbers=("Customers", "Mean"),
            title="What came of earlier decisions",
        ),
    ]


def _promotions(published):
    rows = published.rows(
        "select as_of_date, champion_policy, challenger_policy, is_promoted, reason "
        "from policy_promotions order by as_of_date desc, challenger_policy limit 12",
    )
    if not rows:
        return []
    return [
        Table(
            ("On", "In charge", "Challenger", "Promoted", "Why"),
            [
                (
                    str(row["as_of_date"]),
                    row["champion_policy"],
                    row["challenger_policy"],
                    "yes" if row["is_promoted"] else "no",
                    row["reason"],
                )
                for row in rows
            ],
            title="Challengers",
        ),
    ]
