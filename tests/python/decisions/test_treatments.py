"""An action that is given in several ways, in the small company."""

import shutil

import pytest
from dbt_project import DbtProject

TREATMENTS = """treatment_id,action_id,channel,unit_cost_amount
by_letter,retention_email,letter,1
by_email,retention_email,,
by_phone,retention_email,phone,60
"""
# Letters are closed in one region.
RULE = "no_letters,,letter,,region,=,emea,letters do not reach this region\n"


@pytest.fixture(scope="module")
def treated(small_build, raw_folder, tmp_path_factory):
    """The small company, whose retention e-mail has three treatments that nobody tried so far."""
    raw = shutil.copytree(raw_folder, tmp_path_factory.mktemp("treated") / "raw")
    (raw / "treatments.csv").write_text(TREATMENTS)
    rules = raw / "eligibility_rules.csv"
    header = "rule_id,action_id,channel,goal,attribute,operator,value,reason\n"
    rows = rules.read_text().splitlines(keepends=True)[1:] if rules.exists() else []
    rules.write_text(header + "".join(rows) + RULE)
    project = DbtProject(tmp_path_factory.mktemp("treated_build")).copy_of(small_build)
    variables = small_build.variables | {"nba_raw_path": str(raw)}
    project.tests = ()
    project.build(variables=variables)
    return project


def test_only_treatments_are_decided_on_and_the_rest_is_as_the_action_has_it(treated):
    assert treated.query(
        "select action_id, base_action_id, channel, unit_cost_amount, has_treatments, goal "
        "from input_actions where base_action_id = 'retention_email' order by unit_cost_amount, 1"
    ) == [
        ("by_letter", "retention_email", "letter", 1, False, "retention"),
        ("by_email", "retention_email", "email", 5, False, "retention"),
        ("retention_email", "retention_email", "email", 5, True, "retention"),
        ("by_phone", "retention_email", "phone", 60, False, "retention"),
    ]
    for table in ("action_eligibility", "action_values", "recommendations", "decision_funnel"):
        assert treated.query(
            f"select count(*) filter (action_id = 'retention_email'), "
            f"count(*) filter (action_id = 'by_letter') > 0 from {table}"
        ) == [(0, True)], table


def test_what_nobody_tried_is_valued_by_what_is_known_of_its_action(treated, small_build):
    for table in ("propensity_scores", "uplift_scores"):
        known = f"select * exclude (action_id) from {table} where action_id = '{{}}' order by all"
        scores = small_build.query(known.format("retention_email"))
        assert scores, table
        for treatment in ("by_letter", "by_email", "by_phone"):
            assert treated.query(known.format(treatment)) == scores, (table, treatment)
    # The dearer the treatment, the less it is worth, by the difference in the cost.
    assert treated.query(
        "select policy, min(letter.expected_value_amount - phone.expected_value_amount), "
        "max(letter.expected_value_amount - phone.expected_value_amount) "
        "from action_values as letter inner join action_values as phone "
        "using (policy, customer_id) "
        "where letter.action_id = 'by_letter' and phone.action_id = 'by_phone' "
        "and policy in ('propensity_v1', 'uplift_v2', 'thompson_sampling') group by policy "
        "order by policy"
    ) == [
        ("propensity_v1", 59, 59),
        ("thompson_sampling", 59, 59),
        ("uplift_v2", 59, 59),
    ]


def test_the_best_open_treatment_is_chosen_and_a_closed_channel_never(treated):
    chosen = treated.query(
        "select profiles.region = 'emea', allocated.action_id "
        "from int_actions_allocated as allocated "
        "inner join customer_profile as profiles using (customer_id) "
        "inner join input_actions as actions using (action_id) "
        "where actions.base_action_id = 'retention_email' and not allocated.is_exploration "
        "and policy <> 'thompson_sampling' group by all order by all"
    )
    # By phone never: both others do the same for less.
    assert chosen == [(False, "by_letter"), (True, "by_email")]
    assert treated.query(
        "select count(*) from int_actions_allocated as allocated "
        "inner join customer_profile as profiles using (customer_id) "
        "where allocated.action_id = 'by_letter' and profiles.region = 'emea'"
    ) == [(0,)]
    assert treated.query(
        "select distinct base_action_id from recommendations "
        "where action_id in ('by_letter', 'by_email')"
    ) == [("retention_email",)]


def test_resources_of_the_action_are_used_by_all_its_treatments(treated):
    assert treated.query(
        "select action_id, amount from input_resource_use where resource_id = 'email_slots' "
        "order by 1"
    ) == [("by_email", 1), ("by_letter", 1), ("by_phone", 1), ("retention_email", 1)]
    uses = treated.query(
        "select prices.policy, prices.use_amount, count(*) filter (actions.base_action_id = "
        "'retention_email') from resource_prices as prices "
        "inner join int_actions_allocated as allocated using (policy) "
        "inner join input_actions as actions using (action_id) "
        "where prices.resource_id = 'email_slots' group by all"
    )
    assert any(counted > 0 for _, _, counted in uses)
    assert all(used == counted for _, used, counted in uses)
