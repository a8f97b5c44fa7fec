"""What to do next, by everything that the tables advise."""

from dataclasses import dataclass
from itertools import groupby

from python_ml.report.published import Published
from python_ml.report.wording import amount, enumeration, label, number_of, rate

# A share of rejected rows that somebody should look at.
NOTABLE_QUARANTINE_RATE = 0.01


@dataclass(frozen=True)
class Step:
    """Something to do.

    Attributes:
        what: in a few words.
        why: the sentence that speaks for it.
        source: table that says so.
    """

    what: str
    why: str
    source: str


def next_steps(published: Published) -> list[Step]:
    """All steps, the most pressing first.

    Args:
        published: the served file.

    Returns:
        list of Step; empty if nothing is advised.
    """
    advisers = (
        _alerts,
        _quarantine,
        _verdicts,
        _promotions,
        _budget,
        _resources,
        _proposals,
        _retraining,
        _rungs,
    )
    return [step for adviser in advisers for step in adviser(published)]


def _alerts(published):
    rows = published.rows(
        "select subject, sentence from alerts where severity = 'critical' order by subject",
    )
    for row in rows:
        yield Step(f"Find out what happened: {row['subject']}", row["sentence"], "alerts")


def _quarantine(published):
    rows = published.rows(
        "select input_name, quarantine_rate, quarantined_row_count, top_reason from input_quality "
        "where quarantine_rate >= ? order by quarantine_rate desc, input_name",
        NOTABLE_QUARANTINE_RATE,
    )
    for row in rows:
        left_out = number_of(row["quarantined_row_count"], "row")
        yield Step(
            f"Mend the data of {label(row['input_name'].removeprefix('input_')).lower()}",
            f"{left_out} ({rate(row['quarantine_rate'])}) are left out; most often: "
            f"{row['top_reason']}.",
            "input_quality",
        )


def _verdicts(published):
    words = {
        "untrusted": "Find out what went wrong in {}, and trust none of its figures",
        "ship": "Ship {}",
        "stop": "Stop {}",
    }
    rows = published.rows(
        "select experiment_id, arm, verdict, reason from experiment_verdict "
        "where verdict in ('untrusted', 'ship', 'stop') "
        "order by list_position(['untrusted', 'ship', 'stop'], verdict), experiment_id, arm",
    )
    for row in rows:
        arm = f"{label(row['arm'])} in {label(row['experiment_id'])}"
        yield Step(words[row["verdict"]].format(arm), row["reason"], "experiment_verdict")


def _promotions(published):
    rows = published.rows(
        "select challenger_policy, champion_policy, reason from policy_promotions "
        "where is_promoted and as_of_date = (select max(as_of_date) from policy_promotions) "
        "order by challenger_policy",
    )
    for row in rows:
        yield Step(
            f"Let {row['challenger_policy']} decide in the place of {row['champion_policy']}",
            row["reason"],
            "policy_promotions",
        )


def _budget(published):
    certificate = published.certificate
    price = certificate.get("shadow_price") or 0
    if price > 0:
        yield Step(
            "Consider a larger budget",
            f"One more unit of money is worth {amount(price)} today, after its own cost.",
            "allocation_certificate",
        )


def _resources(published):
    rows = published.rows(
        "select resource_name, meaning from resource_prices where policy = ? and price > 0 "
        "and account_manager_id = 'all' and resource_id <> 'budget' order by resource_name",
        published.policy,
    )
    for row in rows:
        yield Step(f"Consider more of {row['resource_name']}", row["meaning"], "resource_prices")


def _proposals(published):
    rows = published.rows(
        "select action_id, unit_count, duration_weeks, price_amount, information_value_amount "
        "from experiment_proposals where is_worth_its_price order by proposal_rank",
    )
    for row in rows:
        yield Step(
            f"Run an experiment with {published.action_name(row['action_id'])}",
            f"{number_of(row['unit_count'], 'customer')} for "
            f"{number_of(row['duration_weeks'], 'week')}: costs {amount(row['price_amount'])}, "
            f"and better decisions are worth {amount(row['information_value_amount'])}. Whom to "
            "give it is in experiment_actions.",
            "experiment_proposals",
        )


def _retraining(published):
    rows = published.rows(
        "select model_name, reason from retraining_advice where is_due or is_shifted "
        "order by is_due desc, model_name",
    )
    for row in rows:
        yield Step(f"Look at model {row['model_name']}", row["reason"], "retraining_advice")


def _rungs(published):
    rows = published.rows(
        "select action_id, next_step, rung = 'experimented' as is_on_top, "
        "min(catalogue_order) over (partition by rung = 'experimented', next_step) as place "
        "from readiness order by is_on_top, place, catalogue_order",
    )
    for (advice, is_on_top), alike in groupby(
        rows, key=lambda row: (row["next_step"], row["is_on_top"])
    ):
        names = enumeration([published.action_name(row["action_id"]) for row in alike])
        what = "Keep up to date what is known of" if is_on_top else "Find out more about"
        yield Step(f"{what} {names}", advice, "readiness")
