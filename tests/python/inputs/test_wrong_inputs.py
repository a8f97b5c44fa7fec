"""Wrong files, rows, settings and variables: each ends in a sentence, or in quarantine with one."""

import re

import pytest
import yaml
from dbt_project import ROOT, DbtProject, reading

from python_ml.inputs.__main__ import main

COMPANY = {
    "actions": """action_id,goal,channel,unit_cost_amount,is_enabled
do_nothing,none,none,0,ja
letter,retention,post,2,ja
visit,retention,visit,80,nein
""",
    "word_mappings": """input_name,column_name,source_word,contract_word
actions,is_enabled,ja,true
actions,is_enabled,nein,false
support_tickets,severity,Urgent,critical
""",
    "customers": """customer_id,signed_up_on,account_manager_id
c1,2024-01-01,m1
c2,2024-02-01,m1
c3,2024-03-01,
""",
    "usage": "customer_id,week_start_on,session_count\nc1,2026-06-15,4\n",
}
WRONG_ROWS = {
    # A semicolon, a quoted separator and a line break within quotes are as good as any.
    "customers": (
        "customer_id;signed_up_on;account_manager_id;note\n"
        'c1;2024-01-01;m1;"a; b"\nc2;2024-02-01;m1;"two ""words"""\nc3;2024-03-01;;\n'
        "c4;2024-04-01;m1;;one too many\n"
        'c5;2024-04-01;"m1;\n'
        "c6;2024-04-01\n"
        ";2024-04-01;m1;\n"
        "c7;01.04.2024;m1;\n"
        "c8;2024-04-01;m1;\nc8;2024-05-01;m1;\n"
        "c9;2031-04-01;m1;\n"
    ),
    "usage": "customer_id\tweek_start_on\tsession_count\nc1\t2026-06-15\t4\nc1\t2026-06-22\n",
    "support_tickets": """ticket_id|customer_id|opened_at|severity
t1|c1|2026-06-01 10:00:00|URGENT
t2|c1|2026-06-01 10:00:00|asap
t3|c4|2026-06-01 10:00:00|low
""",
    "churn_scores": """customer_id,scored_on,churn_probability
c1,2026-06-01,85%
c1,2026-06-02,85
""",
    "actions": COMPANY["actions"]
    + "sms,retention,sms,cheap,ja\nfax,retention,fax,-1,ja\npush,win,app,1,ja\n"
    + "chat,retention,chat,1,perhaps\nflyer,retention,post,,ja\nletter2,,post,1,ja\n",
    "word_mappings": COMPANY["word_mappings"]
    + "tickets,severity,a,low\nsupport_tickets,sevrity,a,low\nusage,session_count,none,\n",
    "treatments": """treatment_id,action_id,unit_cost_amount
by_air,fly,
visit,letter,
by_waiting,do_nothing,
by_gold,visit,1000000000000
""",
    "segment_actions": """segment,action_id
standard_care,letter
vip,letter
critical_save,telegram
""",
    "resources": """resource_id,scope,maximum_amount,minimum_amount,period
calls,all,400,,month
visits,everybody,10,,
budget,all,10,,
letters,all,10,20,
cents,all,1000000000000,,
seats,all,10,,fortnight
""",
    "resource_use": "resource_id,action_id,amount\ncalls,letter,1\ncars,letter,1\ncalls,fly,1\n",
    "account_manager_capacities": "resource_id,account_manager_id,maximum_amount\ncalls,m1,5\n",
    "eligibility_rules": """rule_id,action_id,attribute,operator,value,reason
r1,letter,shoe_size,>,40,big feet
r2,letter,churn_probability,above,0.5,at risk
r3,letter,churn_probability,>,high,at risk
r4,letter,churn_probability,>,0.5,
""",
    "contact_policies": """policy_id,counted,maximum_contact_count,window_days
p1,everything,1,30
p2,all_contacts,0,30
p3,all_contacts,1,a month
""",
    "do_not_contact": "customer_id,channel\nnobody,all\n",
    "decision_triggers": """trigger_id,attribute,operator,value,gap_days
t1,segment,=,critical_save,28
t2,days_to_renewal,<=,60,0
regular,days_to_renewal,<=,60,28
t4,days_since_last_decision,>,often,28
t5,churn_probability_change,>,0.1,
""",
    "scenarios": """scenario_id,changed,target,operation,amount
s1,prices,letter,multiply,2
s2,action_cost,letter,double,2
s3,action_cost,telegram,multiply,2
""",
    "sensitive_attributes": """attribute,is_protected
region,
tenure_days,true
plan,perhaps
""",
    "crm_fields": """target,object,field,source_column,literal,operation,worked_by
crm,task,id,decision_id,,,
crm,task,worth,value_amount,,,
crm,task,status,decision_id,open,,
crm,task,empty,,,,
crm,task,due,due_on,,delete,
crm,task,owner,account_manager_id,,,robot
crm,task,a.b.c,reason,,,
crm,task,person,reason,,,
crm,task,person.name,customer_id,,,
""",
    "experiments": """experiment_id,starts_on,ends_on,traffic_rate,significance_level,power
e1,2026-01-01,2026-02-01,0.5,0.05,0.8
e2,2026-02-01,2026-01-01,0.5,0.05,0.8
e3,2026-01-01,,50,0.05,0.8
e4,2026-01-01,,0.5,0.95,0.8
""",
    "experiment_arms": """experiment_id,arm,is_control,allocation_weight
e1,a,true,1
e1,b,false,0
e9,a,true,1
""",
    "experiment_metrics": """experiment_id,metric,metric_type,numerator,direction,role
e1,m1,median,retained,increase,primary
e1,m2,mean,retained,up,primary
e1,m3,mean,retained,increase,guardrail
e1,m4,ratio,retained,increase,secondary
""",
}
QUARANTINED = [
    ("customers", "malformed_line", "the line does not have the 4 fields of the header", "c4;"),
    ("customers", "malformed_line", "a quote is not closed", 'c5;2024-04-01;"m1;'),
    ("customers", "malformed_line", "the line does not have the 4 fields", "c6;2024-04-01"),
    ("customers", "missing_key", "customer_id is empty", "2024-04-01"),
    ("customers", "uncastable_value", 'signed_up_on is "01.04.2024", which is not of', "c7"),
    ("customers", "duplicate_key", "rows that contradict each other share customer_id", "c8"),
    ("customers", "date_after_as_of_date", "which is after the as-of date", "c9"),
    ("usage", "malformed_line", "3 fields of the header, separated by tabs", "2026-06-22"),
    ("support_tickets", "unknown_severity", '"asap", which is not low, medium, high or', "t2"),
    ("support_tickets", "unknown_severity", "add a row to word_mappings", "t2"),
    ("support_tickets", "unknown_customer", 'has customer_id "c4"', "t3"),
    ("churn_scores", "uncastable_value", '"85%", which is not of type double', "85%"),
    ("churn_scores", "probability_out_of_range", "outside [0, 1]", "2026-06-02"),
    ("actions", "uncastable_value", 'unit_cost_amount is "cheap"', "sms"),
    ("actions", "negative_amount", "which is below 0", "fax"),
    ("actions", "unknown_goal", 'goal is "win"', "push"),
    ("actions", "uncastable_value", 'is_enabled is "perhaps"', "chat"),
    ("actions", "missing_value", "unit_cost_amount is empty", "flyer"),
    ("actions", "missing_value", "goal is empty", "letter2"),
    ("word_mappings", "unknown_input", '"tickets", which is not the name of', "tickets"),
    ("word_mappings", "unknown_column", '"sevrity", which is not a column of', "sevrity"),
    ("word_mappings", "missing_value", "contract_word is empty", "session_count"),
    ("segment_actions", "unknown_segment", '"vip", which is not one of critical_save', "vip"),
    ("segment_actions", "unknown_action", 'has action_id "telegram"', "critical_save"),
    ("resources", "unknown_scope", '"everybody", which is not all or account_manager', "visits"),
    ("resources", "reserved_name", "the name of the budget, which nba_budget_amount", "budget"),
    ("resources", "unknown_period", '"fortnight", which is not build, day, week, month', "seats"),
    ("resources", "minimum_above_maximum", "above maximum_amount", "letters"),
    ("resources", "amount_too_large", "above 900,000,000,000, the most that is counted", "cents"),
    ("treatments", "unknown_action", 'has action_id "fly"', "by_air"),
    ("treatments", "name_of_an_action", "the action_id of an action: give the treat", "visit"),
    ("treatments", "treatment_of_do_nothing", "and has no treatments", "by_waiting"),
    ("treatments", "amount_too_large", "which is above 900,000,000,000", "by_gold"),
    ("resource_use", "unknown_resource", 'has resource_id "cars"', "cars"),
    ("resource_use", "unknown_action", 'has action_id "fly"', "fly"),
    ("account_manager_capacities", "wrong_scope", "not a resource of scope account_man", "calls"),
    ("eligibility_rules", "unknown_attribute", '"shoe_size", which is not a column', "r1"),
    ("eligibility_rules", "unknown_operator", '"above", which is not one of', "r2"),
    ("eligibility_rules", "not_a_number", '"high", which is not a number', "r3"),
    ("eligibility_rules", "missing_value", "reason is empty", "r4"),
    ("contact_policies", "unknown_scope", '"everything", which is not all_contacts', "p1"),
    ("contact_policies", "negative_value", "which is below 1", "p2"),
    ("contact_policies", "uncastable_value", 'window_days is "a month"', "p3"),
    ("do_not_contact", "unknown_customer", 'has customer_id "nobody"', "nobody"),
    ("decision_triggers", "unknown_attribute", '"segment", which is not a column', "t1"),
    ("decision_triggers", "negative_value", "which is below 1", "t2"),
    ("decision_triggers", "reserved_trigger", "the name of the regular day", "regular"),
    ("decision_triggers", "not_a_number", '"often", which is not a number', "t4"),
    ("decision_triggers", "missing_value", "gap_days is empty", "t5"),
    ("scenarios", "unknown_change", '"prices", which is not budget_amount', "s1"),
    ("scenarios", "unknown_operation", '"double", which is not set', "s2"),
    ("scenarios", "unknown_target", '"telegram", which is not a resource', "s3"),
    (
        "sensitive_attributes",
        "unknown_attribute",
        '"tenure_days", which is not one of',
        "tenure_days",
    ),
    ("crm_fields", "unknown_source", '"value_amount", which is neither a column of', "worth"),
    ("crm_fields", "source_or_literal", "either source_column or literal says", "status"),
    ("crm_fields", "source_or_literal", "either source_column or literal says", "empty"),
    ("crm_fields", "unknown_operation", '"delete", which is not one of insert', "due"),
    ("crm_fields", "unknown_worker", '"robot", which is neither account_manager', "owner"),
    ("crm_fields", "nested_too_deep", "two names with one dot between them", "a.b.c"),
    ("crm_fields", "field_of_fields", "the first part of another field", "person"),
    ("experiments", "ends_before_it_starts", "which is before starts_on", "e2"),
    ("experiments", "rate_out_of_range", "which is outside (0, 1]", "e3"),
    ("experiments", "rate_out_of_range", "which is outside (0, 0.5)", "e4"),
    ("experiment_arms", "weight_out_of_range", "which is not from 1 to 100", "false"),
    ("experiment_arms", "unknown_experiment", 'has experiment_id "e9"', "e9"),
    ("experiment_metrics", "unknown_metric_type", '"median", which is not', "m1"),
    ("experiment_metrics", "unknown_direction", '"up", which is not increase', "m2"),
    ("experiment_metrics", "missing_margin", "needs a non_inferiority_margin", "m3"),
    ("experiment_metrics", "missing_denominator", "which needs a denominator", "m4"),
]
# Changes of the tiny company's files, each of which stops the model that reads it with a sentence.
WRONG_FILES = {
    "survey_responses": (
        "",
        "survey_responses.csv' is empty. Its first line must name its columns.",
    ),
    "churn_scores": ("\n\n", "churn_scores.csv' is empty. Its first line must name"),
    "usage": (
        "customer,week,sessions\nc1,2026-06-15,4\n",
        "lacks the required column(s) customer_id, week_start_on, session_count. It has: customer,",
    ),
    "customer_outcomes": (
        "c1,bought,2026-06-15,4\nc2,bought,2026-06-15,4\n",
        "lacks the required column(s) customer_id, metric, observed_at, value. It has: c1,",
    ),
    "support_tickets": (
        "ticket_id,customer_id,opened_at,severity,Ticket_ID\n",
        "support_tickets.csv' names the column 'Ticket_ID' twice. Rename one of them.",
    ),
    "actions": (
        "action_id,goal\ndo_nothing,none\n",
        "lacks the required column(s) unit_cost_amount, is_enabled. It has: action_id, goal.",
    ),
    "subscriptions.parquet": ("no Parquet", "subscriptions.parquet'"),
}
WRONG_VARIABLES = [
    ("nba_budgt_amount", 1, "nba_budgt_amount is not known. Did you mean nba_budget_amount?"),
    ("nba_budget_amount", 1e12, "Allowed is a number from 0 to 900000000000"),
    ("nba_learner", ["s"], "nba_learner is not known. Did you mean nba_learners?"),
    ("nba_as_of_day", "2026-01-01", "nba_as_of_day is not known. Did you mean nba_as_of_date?"),
    ("nba_absent_inputs", ["actions"], "nba_absent_inputs is '['actions']'. Allowed is a list of"),
    ("nba_absent_inputs", ["tickets"], "nba_absent_inputs is '['tickets']'. Allowed is a list of"),
]
NO_CUSTOMERS = [
    (
        {"customers": "customer_id,signed_up_on\n"},
        "No customer was accepted: the raw table customers has no rows.",
    ),
    (
        {"customers": "customer_id,signed_up_on\n,2024-01-01\n,2024-01-02\n"},
        "all 2 rows of the raw table customers are quarantined (top rules: missing_key (2); ",
    ),
    (
        {"actions": COMPANY["actions"].replace("do_nothing", "nothing")},
        "No accepted and enabled row of the raw table actions has the action_id do_nothing.",
    ),
]


def write(folder, tables):
    for name, text in tables.items():
        path = folder / (name if "." in name else f"{name}.csv")
        if text is None:
            path.unlink(missing_ok=True)
            (path / "part").mkdir(parents=True)
            (path / "part.csv").write_text("")
        else:
            path.write_text(text)
    return folder


def inputs_of(folder, raw, rate=1):
    project = DbtProject(folder)
    project.build(
        *("--selector", "inputs"),
        variables=reading(raw, nba_max_quarantine_rate=rate),
    )
    return project


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """The company with its wrong rows; all of them in quarantine."""
    raw = write(tmp_path_factory.mktemp("wrong_rows"), COMPANY | WRONG_ROWS)
    return inputs_of(tmp_path_factory.mktemp("judged_rows"), raw)


@pytest.fixture
def tiny(tmp_path):
    """The company without a fault."""
    raw = tmp_path / "raw"
    raw.mkdir()
    return write(raw, COMPANY)


def says_only(sentence, result, of=""):
    """That a run failed with a sentence after the name of what failed, and with no dump of code."""
    assert result.returncode == 1
    assert re.search(rf"{of}\b[^\n]*\n(?:[^\n]+\n)*?.*{re.escape(sentence)}", result.output)
    for dump in ("Traceback", "Python model failed", "Possible fixes", "Database Error"):
        assert dump not in result.output


@pytest.mark.parametrize(("name", "rule", "detail", "record"), QUARANTINED)
def test_a_wrong_row_is_quarantined_with_a_sentence(judged, name, rule, detail, record):
    found = judged.query(
        "select rule, detail from quarantined_records "
        f"where input_name = 'input_{name}' and contains(record, '{record}')"
    )
    assert any(rule == known and detail in sentence for known, sentence in found), found


def test_good_rows_beside_wrong_ones_are_accepted_whatever_separates_their_fields(judged):
    assert judged.query("select customer_id from input_customers order by 1") == [
        *(("c1",), ("c2",), ("c3",))
    ]
    assert judged.query("select session_count from input_usage") == [(4,)]


def test_every_line_ends_in_one_place(judged):
    assert (
        judged.query(
            "select input_name, raw_row_count from input_quality "
            "where raw_row_count <> accepted_row_count + quarantined_row_count"
        )
        == []
    )
    assert judged.query(
        "select raw_row_count from input_quality where input_name = 'input_customers'"
    ) == [(11,)]


def test_words_are_mapped_to_those_of_the_contract_before_they_are_judged(judged):
    assert judged.query("select ticket_id, severity from input_support_tickets") == [
        ("t1", "critical")
    ]
    assert judged.query("select action_id, is_enabled from input_actions order by 1") == [
        *(("do_nothing", True), ("letter", True), ("visit", False))
    ]


def test_absent_inputs_are_told_with_what_the_build_goes_without(judged):
    assert judged.query(
        "select origin, raw_row_count, consequence from input_quality "
        "where input_name = 'input_survey_responses'"
    ) == [("absent", 0, "no satisfaction among the features and rules")]
    result = judged.run("run", "--select", "stg_raw__usage", variables=judged.built_with)
    assert "Absent, and what the build goes without: subscriptions (no contract" in result.output


def test_a_command_prints_what_fits_and_what_the_rest_costs(judged, capsys):
    assert main([str(judged.warehouse)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines if line.startswith("customers ")] == [
        ["customers", "a", "file", "11", "3", "8"]
    ]
    text = " ".join(line.strip() for line in lines)
    assert "usage: 1 of 2 rows are left out. Most often: malformed_line (1), such as: the" in text
    assert "survey_responses: no satisfaction among the features and rules." in text


def test_the_command_says_in_one_line_that_nothing_was_built(tmp_path, capsys):
    assert main([str(tmp_path / "nba.duckdb")]) == 2
    assert "There is no warehouse" in capsys.readouterr().err


def test_wrong_files_stop_their_inputs_each_with_a_sentence(project, tiny):
    write(tiny, {name: text for name, (text, _) in WRONG_FILES.items()})
    models = [f"stg_raw__{name.partition('.')[0]}" for name in WRONG_FILES]
    result = project.run("run", "--select", *models, variables=reading(tiny))
    for model, (_, sentence) in zip(models, WRONG_FILES.values(), strict=True):
        says_only(sentence, result, of=model)


def test_a_folder_in_the_place_of_a_file_stops_the_run_with_a_sentence(project, tiny):
    write(tiny, {"usage": None})
    result = project.run("run", "--select", "stg_raw__usage", variables=reading(tiny))
    says_only("usage.csv' is a folder. It must be one file.", result)


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG_VARIABLES)
def test_a_wrong_variable_stops_the_run_with_a_sentence(project, name, value, sentence):
    says_only(sentence, project.run_macro("validate_vars", {name: value}))


def test_a_folder_that_is_not_there_stops_the_run_with_a_sentence(project):
    variables = reading("/no/such/folder")
    result = project.run("run", "--select", "stg_raw__actions", variables=variables)
    says_only("Needed and not found: actions and customers. Looked for", result)


@pytest.mark.parametrize(("tables", "sentence"), NO_CUSTOMERS)
def test_the_first_cause_is_told_alone(project, judged, tiny, tables, sentence):
    project.copy_of(judged)
    write(tiny, tables)
    result = project.run(
        *("build", "--select", "stg_raw__customers", "stg_raw__actions", "int_malformed_lines"),
        *("int_actions_checked", "int_customers_checked", "int_rows_judged", "input_quality"),
        variables=reading(tiny, nba_max_quarantine_rate=0.05),
    )
    assert result.returncode == 1
    assert sentence in result.output
    assert "rows quarantined (top rules" not in result.output
    assert "Traceback" not in result.output


def test_a_latin_1_file_is_read_as_one(project, tiny):
    (tiny / "customers.csv").write_bytes("customer_id,region\nc1,Köln\n".encode("latin-1"))
    result = project.run("run", "--select", "stg_raw__customers", variables=reading(tiny))
    assert result.returncode == 0, result.output
    assert project.query("select region from stg_raw__customers") == [("Köln",)]


def test_the_list_of_known_variables_is_that_of_the_project():
    known = (ROOT / "macros" / "validation" / "variable_names.sql").read_text()
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    assert re.findall(r"'(nba_\w+)'", known) == sorted(variables)


def test_settings_of_the_demo_never_apply_to_other_data(project, tiny):
    manifest = project.manifest_object(reading(tiny))
    seeds = [node for node in manifest.nodes.values() if node.resource_type == "seed"]
    assert [seed.name for seed in seeds if "defaults" not in seed.original_file_path] == []
