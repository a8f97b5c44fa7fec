"""What an auditor asks of the models and the policy in charge (Mitchell et al. 2019)."""

import json

from python_ml.governance.markdown import page, table
from python_ml.report.published import Published

INTERVAL = {"value": "value", "lower": "from", "upper": "to"}


def model_card(published: Published) -> str:
    """The model card of what was published last.

    Args:
        published: Published.

    Returns:
        str: Markdown.

    Raises:
        ValueError: if nothing has been published.
    """
    publication = published.row("from publications order by publication_number desc limit 1")
    if not publication:
        raise ValueError("Nothing has been published yet. Run dbt build first.")
    return page(
        f"Model card: recommendations of {publication['as_of_date']}",
        [
            ("What it does", _purpose(published, publication)),
            ("Data", _data(published)),
            ("Models", _models(published)),
            ("Performance", _performance(published)),
            ("Were promises kept", _promises(published)),
            ("Fairness", _fairness(published)),
            ("Changes since", _drift(published)),
            ("Limits", _limits(published)),
            ("Approvals", _approvals(published)),
            ("Open alerts", _alerts(published)),
        ],
    )


def _purpose(published, publication):
    counts = published.row(
        "select count(*) as customers, count(*) filter (is_open) as treated from recommendations"
    )
    return (
        f"Policy `{published.policy}` gives {counts.get('treated', 0):,} of "
        f"{counts.get('customers', 0):,} active customers one action each, within budget and "
        "resources; people and systems carry it out. Publication "
        f"{publication['publication_number']} was made of {publication['data_source']} by run "
        f"`{publication['invocation_id']}`; the hash of its rows is "
        f"`{publication['content_hash']}`."
    )


def _data(published):
    rows = published.rows(
        "select input_name, origin, accepted_row_count, quarantined_row_count, consequence "
        "from input_quality where raw_row_count > 0 or consequence is not null order by input_order"
    )
    headings = {
        "input_name": "input",
        "origin": "origin",
        "accepted_row_count": "rows used",
        "quarantined_row_count": "quarantined",
        "consequence": "what that costs",
    }
    return table(rows, headings, empty="No input was read.")


def _models(published):
    rows = published.rows(
        "select model_name, model_version, trained_from, trained_to, training_row_count, features, "
        "metrics from model_registry "
        "qualify row_number() over (partition by model_name order by artefact_number desc) = 1 "
        "order by model_name"
    )
    for row in rows:
        row["features"] = len({name.split("=")[0] for name in json.loads(row["features"])})
        row["metrics"] = ", ".join(
            f"{name} {value:.4g}" for name, value in json.loads(row["metrics"]).items()
        )
    headings = {
        "model_name": "model",
        "model_version": "version",
        "trained_from": "data from",
        "trained_to": "to",
        "training_row_count": "rows",
        "features": "features",
        "metrics": "out-of-fold metrics",
    }
    learnt = table(rows, headings, empty="No model is stored: values rest on assumptions.")
    names = published.rows("select feature_label from feature_catalogue order by feature_order")
    features = ", ".join(row["feature_label"] for row in names)
    return f"{learnt}\n\nFeatures: {features}."


def _performance(published):
    impact = published.rows(
        "select goal, measure, value, lower, upper, remark from business_impact "
        "where policy = ? order by goal, measure",
        published.policy,
    )
    propensity = published.rows(
        "select action_id, row_count, auc, auc_lower, auc_upper, log_loss, constant_log_loss "
        "from propensity_scorecard order by action_id"
    )
    headings = {
        "action_id": "action",
        "row_count": "rows",
        "auc": "AUC",
        "auc_lower": "from",
        "auc_upper": "to",
        "log_loss": "log loss",
        "constant_log_loss": "of a constant",
    }
    impact_headings = {"goal": "goal", "measure": "measure", **INTERVAL, "remark": "remark"}
    return "\n\n".join(
        [
            "Against doing nothing, by experiments, with intervals:",
            table(impact, impact_headings, empty="No experiment tells what the policy is worth."),
            "Of the success probabilities, out of fold:",
            table(propensity, headings, empty="No success probability was learnt."),
        ]
    )


def _promises(published):
    rows = published.rows(
        "select dimension, subject, goal, measure, evidence, promised, observed, lower, upper, "
        "is_kept from promises order by dimension, subject, goal"
    )
    headings = {name: name.replace("_", " ") for name in rows[0]} if rows else {}
    return table(rows, headings, empty="No decision is old enough to say.")


def _fairness(published):
    rows = published.rows(
        "select attribute, any_value(is_protected) as is_protected, count(*) as groups, "
        "min(rate) as least, max(rate) as most, min(impact_ratio) as impact_ratio, "
        "min_by(impact_ratio_upper, impact_ratio) as upper from fairness where action_id = 'any' "
        "group by attribute order by attribute"
    )
    costs = {row["attribute"]: row for row in published.rows("from fairness_costs")}
    for row in rows:
        cost = costs.get(row["attribute"], {})
        row["cost"] = cost.get("forgone_value_amount", 0) - cost.get("added_value_amount", 0)
    proxies = published.rows(
        "select attribute, feature_name, association from feature_proxies where is_proxy "
        "order by association desc, attribute, feature_name"
    )
    headings = {
        "attribute": "attribute",
        "is_protected": "protected",
        "groups": "groups",
        "least": "lowest rate",
        "most": "highest rate",
        "impact_ratio": "disparate impact",
        "upper": "at most",
        "cost": "value of equal rates",
    }
    proxy_headings = {
        "attribute": "attribute",
        "feature_name": "feature that stands in for it",
        "association": "Cramer's V",
    }
    return "\n\n".join(
        [
            table(rows, headings, empty="No sensitive attribute is declared."),
            table(proxies, proxy_headings, empty="No feature stands in for one of them."),
        ]
    )


def _drift(published):
    rows = published.rows(
        "select subject_type, subject, reference, stability_index, p_value, severity, sentence "
        "from drift where severity <> 'none' order by severity, subject_type, subject, reference"
    )
    headings = {name: name.replace("_", " ") for name in rows[0]} if rows else {}
    return table(rows, headings, empty="Customers, scores and actions are what they were.")


def _limits(published):
    rows = published.rows(
        "select action_name, rung, why, missing from readiness where action_id <> 'do_nothing' "
        "order by catalogue_order"
    )
    headings = {
        "action_name": "action",
        "rung": "evidence",
        "why": "why",
        "missing": "what is missing",
    }
    return (
        "Effects are averages of people like these: nobody's own effect is known. What is assumed "
        "and not observed is said per action.\n\n"
    ) + table(rows, headings, empty="No action is in the catalogue.")


def _approvals(published):
    rows = published.rows(
        "select as_of_date, champion_policy, challenger_policy, is_promoted, reason "
        "from policy_promotions order by as_of_date desc, challenger_policy"
    )
    headings = {name: name.replace("_", " ") for name in rows[0]} if rows else {}
    return table(
        rows, headings, empty="No policy was promoted: the one in charge is that of nba_policy."
    )


def _alerts(published):
    rows = published.rows(
        "select severity, monitor, subject, sentence from alerts "
        "order by severity, monitor, subject"
    )
    headings = {name: name for name in rows[0]} if rows else {}
    return table(rows, headings, empty="None.")
