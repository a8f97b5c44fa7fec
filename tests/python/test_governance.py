"""Pages for auditors and customers, and alerts that stop a build."""

import json
import re

import duckdb
import pytest
from dbt_project import DbtProject, model_id

from python_ml.governance.__main__ import main
from python_ml.governance.markdown import page, table
from python_ml.governance.model_card import model_card
from python_ml.report.published import Published


def written(project, tmp_path, *arguments):
    output = tmp_path / "page.md"
    main([*arguments, "--published", str(project.published), "--output", str(output)])
    return output.read_text()


def test_the_model_card_holds_what_is_published(small_build, tmp_path):
    card = written(small_build, tmp_path, "model_card")
    ((hash_of_rows,),) = small_build.query_published("select content_hash from publications")
    assert hash_of_rows in card
    for (version,) in small_build.query_published("select model_version from model_registry"):
        assert f"| {version} |" in card
    for name, rate in small_build.query_published(
        "select action_id, auc from propensity_scorecard where auc is not null"
    ):
        assert re.search(rf"\| {name} \| [\d,]+ \| {rate:,.4g} \|", card), name
    headings = re.findall(r"^## (.*)$", card, re.MULTILINE)
    assert {"Data", "Performance", "Fairness", "Limits", "Approvals"} <= {*headings}


def test_the_model_card_tells_the_worst_group_and_the_cost_of_equal_rates():
    with duckdb.connect() as connection:
        connection.execute(
            "create table publications as select 1 as publication_number, "
            "date '2026-06-29' as as_of_date, 'demo' as data_source, 'run' as invocation_id, "
            "'00ff' as content_hash"
        )
        connection.execute(
            "create table fairness as from (values "
            "('region', false, 'north', 'any', 0.4, 1.0, null), "
            "('region', false, 'south', 'any', 0.1, 0.25, 0.5), "
            "('region', false, 'east', 'any', 0.3, 0.75, 0.9)) as f "
            "(attribute, is_protected, group_name, action_id, rate, impact_ratio, "
            "impact_ratio_upper)"
        )
        connection.execute(
            "create table fairness_costs as select 'region' as attribute, "
            "900.0 as forgone_value_amount, 200.0 as added_value_amount"
        )
        card = model_card(Published(connection))
    assert "| region | no | 3 | 0.1 | 0.4 | 0.25 | 0.5 | 700 |" in card


def test_an_explanation_says_what_was_decided_and_weighed(small_build, tmp_path):
    ((customer, reason, policy),) = small_build.query_published(
        "select customer_id, reason, policy from recommendations where action_id <> 'do_nothing' "
        "order by customer_id limit 1"
    )
    why = written(small_build, tmp_path, "explanation", customer)
    assert reason in why
    weighed = small_build.query_published(
        "select action_id from decision_trace where is_eligible "
        f"and customer_id = '{customer}' and policy = '{policy}'"
    )
    for (action,) in weighed:
        assert f"| {action} |" in why


def test_of_whom_nothing_is_published_nothing_is_explained(small_build, tmp_path):
    with pytest.raises(SystemExit, match="No recommendation of the customer 'nobody'"):
        written(small_build, tmp_path, "explanation", "nobody")


def test_before_the_first_publication_there_is_no_page(tmp_path):
    with pytest.raises(SystemExit, match="Run `make build` first"):
        main(["model_card", "--published", str(tmp_path / "none.duckdb")])


def test_what_would_break_a_table_does_not():
    rows = [{"a": "x|y\nz", "b": None}]
    assert table(rows, {"a": "A", "b": "B"}, empty="-").splitlines()[-1] == "| x\\|y z | - |"
    assert page("T", [("S", "b")]) == "# T\n\n## S\n\nb\n"


@pytest.mark.parametrize("is_strict", [True, False])
def test_a_critical_alert_stops_the_build_only_if_asked_to(small_build, tmp_path, is_strict):
    project = DbtProject(tmp_path).copy_of(small_build)
    variables = {**small_build.variables, "nba_fail_on_critical": is_strict}
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute(
            "insert into alerts values ('x', date '2026-06-29', 'critical', 'drift', 'seats', "
            "'Gone.', '{}')"
        )
    result = project.run("test", "--select", "nothing_critical_alerts_", variables=variables)
    assert (result.returncode == 1) == is_strict, result.output
    assert ("FAIL 1" if is_strict else "WARN 1") in result.output


def test_decisions_are_logged_and_published_after_the_alerts_were_tested(small_build):
    manifest = small_build.manifest()
    for name in ("decision_log", "int_public_tables_listed"):
        read = manifest["nodes"][model_id(manifest, name)]["depends_on"]["nodes"]
        assert "model.next_best_action.alerts" in read


def test_alerts_are_beside_the_served_file(small_build):
    told = json.loads(small_build.published.with_name("nba.alerts.json").read_text())
    counted = dict(small_build.query("select severity, count(*) from alerts group by 1"))
    assert told["critical_count"] == counted.get("critical", 0) == 0
    assert told["warning_count"] == counted.get("warning", 0) == len(told["alerts"])
