"""Settings that cannot work say so, and what is published stays."""

import pytest
from dbt_project import DbtProject

CAUTIOUS = ("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test")
# What is left of each resource.
PLANS = ("int_resource_plans_listed", "int_resource_maximums_listed")


def demo_with(demo, tmp_path, **seeds):
    """A copy of the demo whose settings seeds have other rows."""
    project = DbtProject(tmp_path / "build").copy_of(demo)
    for name, rows in seeds.items():
        project.write_seed(name, rows)
    return project


# Rows of settings that cannot work, with what their quarantine says.
WRONG_ROWS = {
    "resources": {
        "calls,Calls,all,call,10,20": 'minimum_amount is "20.0", which is above',
        "visits,Visits,everybody,visit,10,": "which is not all or account_manager",
    },
    "account_manager_capacities": {
        "account_manager_hours,M99999,5": (
            'account_manager_id is "M99999", which is the account manager of no customer'
        ),
    },
    "eligibility_rules": {
        "r1,,,,shoe_size,>,40,too large": (
            'attribute is "shoe_size", which is not a column of the customers'
        ),
        "r2,,,,region,~,emea,no": 'operator is "~", which is not one of',
        "r3,,,,region,<,emea,no": "which is for numbers and dates",
        "r4,,,,days_to_renewal,=,soon,no": '"soon", which is not a number',
        "r5,,,,days_to_renewal,in,1|x,no": '"1|x", which is not a number',
    },
    "scenarios": {"s1,budget_amount,calls,add,1": "which is not a resource, an action"},
    "actions": {
        "a1,Wave,none,smiles,0,,,true,,,,,,,,": (
            'goal is "smiles", which is no accepted row of goals: add it there, or give none'
        ),
        "a2,A,m,upsell,1,,,true,,2026-02-01,2026-01-01,,,,,": "before available_from",
        "a3,A,m,upsell,1,,,true,,,,true,,,,": "a mandatory action needs the days",
        "a4,A,m,upsell,1,,,true,,,,true,0,,,": 'mandatory_gap_days is "0", which is below 1',
        "do_nothing,A,m,none,0,,,true,,,,true,9,,,": "and cannot be mandatory",
        "a5,A,m,upsell,1,,,true,,,,,,0,,": 'business_weight is "0.0", which is not above 0',
        "a6,A,m,upsell,1,,,true,,,,,,,1.2,": 'persuasion_rate is "1.2", which is outside',
        "a7,A,m,upsell,1,,,true,,,,,,,0.1,-1": 'evidence_count is "-1.0", which is below',
        "a8,A,m,none,1,,,true,,,,,,,0.1,": "set for an action without a goal",
    },
}


@pytest.fixture(scope="module")
def quarantined(demo, tmp_path_factory):
    """The demo whose settings are all of the rows that cannot work, as they were checked."""
    # Capacities of single account managers need the resource that they are of.
    resources = [*WRONG_ROWS["resources"], "account_manager_hours,,account_manager,hour,24,"]
    rows = WRONG_ROWS | {"resources": resources}
    project = demo_with(demo, tmp_path_factory.mktemp("quarantined"), **rows)
    names = [
        name for seed in WRONG_ROWS for name in (seed, f"stg_raw__{seed}", f"int_{seed}_checked")
    ]
    result = project.run("build", "--quiet", "--select", *names, *CAUTIOUS)
    assert result.returncode == 0, result.output
    return project


@pytest.mark.parametrize(
    ("seed", "row", "sentence"),
    [(seed, row, sentence) for seed, rows in WRONG_ROWS.items() for row, sentence in rows.items()],
)
def test_a_setting_that_cannot_work_is_quarantined_with_its_reason(
    quarantined, seed, row, sentence
):
    table = f"int_{seed}_checked"
    key = quarantined.query(f"describe {table}")[0][0]
    ((detail,),) = quarantined.query(
        f"select rejection_detail from {table} where rejection_rule is not null "
        f"and {key} = '{row.partition(',')[0]}'"
    )
    assert sentence in detail


def test_goals_that_cannot_work_say_what_to_change(demo, tmp_path):
    sentences = {
        "g1,,m1,basket_amount,,,,,,": 'value_column is "basket_amount", which is not one of',
        "g2,,m2,,-1,,,,,": 'value_amount is "-1.0000", which is below 0: give what a',
        "g3,,m3,,,shoe_size,>,40,,": '"shoe_size", which is not a column of the customers',
        "g4,,m4,,,region,~,emea,,": 'stake_operator is "~", which is not one of <',
        "g5,,m5,,,days_to_renewal,<,soon,,": 'stake_value is "soon", which is not a number',
        "g6,,m6,,,region,,,,": "which is compared with nothing: give stake_operator",
        "g7,,m7,,,,,emea,,": "which is compared with nothing: give stake_attribute",
        "g8,,,,,,,,,": "success_metric is empty",
        "none,,m9,,,,,,,": "which is a name that reports give to something else: choose another",
        "g10_value,,m10,,,,,,,": "which is a name that reports give to something else",
    }
    project = demo_with(demo, tmp_path, goals=list(sentences))
    chain = ("goals", "stg_raw__goals", "int_goals_checked")
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode == 0, result.output
    details = dict(project.query("select goal, rejection_detail from int_goals_checked"))
    for row, sentence in sentences.items():
        assert sentence in details[row.partition(",")[0]]


def test_two_goals_cannot_share_a_metric(demo, tmp_path):
    rows = ["buy,Buy,bought,,,,,,1,", "order,Order,bought,,,,,,2,", "visit,Visit,came,,,,,,,"]
    project = demo_with(demo, tmp_path, goals=rows)
    chain = ("goals", "stg_raw__goals", "int_goals_checked", "input_goals")
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode == 0, result.output
    assert project.query("select goal, goal_order from input_goals") == [("visit", 1)]
    ((detail,),) = project.query(
        "select distinct rejection_detail from int_goals_checked where rejection_rule is not null"
    )
    assert detail.startswith('success_metric is "bought", which is the metric of another goal')


def test_a_stake_takes_any_text_as_it_is(demo, tmp_path):
    rows = [
        "pattern,,m1,,,region,in,%|_mea|em%,1,",
        "quote,,m2,,,region,=,' or true --,2,",
        """list,,m3,,,region,in,"it's|emea",3,""",
        "month,,m4,,,days_to_renewal,in,30|31.0,4,",
        "always,,m5,,,,,,5,",
    ]
    project = demo_with(demo, tmp_path, goals=rows)
    chain = (
        *("goals", "stg_raw__goals", "int_goals_checked", "input_goals"),
        "int_customer_goals_valued",
    )
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode == 0, result.output
    ((customers, in_emea, in_a_month),) = project.query(
        "select count(*), count(*) filter (region = 'emea'), "
        "count(*) filter (days_to_renewal in (30, 31)) from customer_profile where is_active"
    )
    at_stake = project.query(
        "select goal, count(*) filter (is_at_stake) from int_customer_goals_valued "
        "group by goal, goal_order order by goal_order"
    )
    assert at_stake == [
        *(("pattern", 0), ("quote", 0), ("list", in_emea), ("month", in_a_month)),
        ("always", customers),
    ]


def test_without_a_goals_table_subscriptions_going_on_is_the_goal(demo, tmp_path):
    project = DbtProject(tmp_path / "build").copy_of(demo)
    chain = ("default_goals", "stg_raw__goals", "int_goals_checked", "input_goals")
    result = project.run(
        *("build", "--quiet", "--select", *chain, *CAUTIOUS),
        variables={"nba_absent_inputs": ["goals"]},
    )
    assert result.returncode == 0, result.output
    assert project.query(
        "select success_metric, value_column, stake_attribute, stake_value from input_goals"
    ) == [("subscription_continues", "customer_lifetime_value_amount", "days_to_renewal", "120")]


def test_a_budget_below_the_quotas_is_explained_and_fails_the_build(demo, tmp_path):
    rows = ["calls,Account manager calls,all,call,,600"]
    project = demo_with(demo, tmp_path, resources=rows)
    chain = (
        *("resources", "stg_raw__resources", "int_resources_checked", "input_resources"),
        *(*PLANS, "int_resource_limits_listed"),
        *("ml_resource_allocation", "int_actions_allocated"),
        *("resource_prices", "allocation_certificate", "assert_live_allocation_is_feasible"),
    )
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode != 0
    assert "assert_live_allocation_is_feasible" in result.output
    ((is_feasible, reason, spend),) = project.query(
        "select is_feasible, infeasible_reason, spend_amount from allocation_certificate "
        "where policy = 'auto'"
    )
    assert not is_feasible
    assert reason.startswith("calls uses ")
    assert reason.endswith(" of the required 600")
    assert spend <= 100_000


def test_a_capacity_of_0_is_kept(demo, tmp_path):
    rows = ["training_seats,Training seats,all,seat,0,"]
    project = demo_with(demo, tmp_path, resources=rows)
    chain = (
        *("resources", "stg_raw__resources", "int_resources_checked", "input_resources"),
        *("resource_use", "stg_raw__resource_use", "int_resource_use_checked"),
        *("input_resource_use", *PLANS, "int_resource_limits_listed"),
        "int_exploration_options_listed",
        *("int_exploration_limits_measured", "int_exploration_probabilities_computed"),
        *("int_exploration_drawn", "int_allocation_options_listed"),
        *("ml_resource_allocation", "int_actions_allocated"),
    )
    # Uses of the resources that are gone are quarantined.
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode == 0, result.output
    assert project.query(
        "select count(*) from int_actions_allocated where action_id = 'onboarding_training'"
    ) == [(0,)]


def test_mandatory_actions_that_do_not_fit_stop_the_build_before_the_training(demo, tmp_path):
    project = demo_with(
        demo,
        tmp_path,
        actions=[
            "do_nothing,Do nothing,none,none,0,,,true,,,,,,,,",
            "notice,Notice,letter,none,1,,,true,,,,true,365,,,",
        ],
        resources=["letters,Letters,all,letter,500,"],
        resource_use=["letters,notice,0.5"],
        eligibility_rules=["r1,notice,,,region,=,emea,not owed in this region"],
    )
    settings = ("actions", "resources", "resource_use", "eligibility_rules")
    chain = [
        *(*settings, "int_action_ids_listed"),
        *(f"stg_raw__{name}" for name in settings),
        *(f"int_{name}_checked" for name in settings),
        *(f"input_{name}" for name in settings),
        *(*PLANS, "int_mandatory_blocks_listed", "mandatory_actions"),
        *("int_mandatory_use_summed", "int_uplift_training_rows", "int_propensity_training_rows"),
    ]
    result = project.run("build", "--select", *chain, *CAUTIOUS)
    assert result.returncode != 0
    ((owed,),) = project.query(
        "select count(*) from customer_profile where is_active and region <> 'emea'"
    )
    assert project.query("select count(*) from mandatory_actions") == [(owed,)]
    use = owed / 2
    assert f"Mandatory actions need {use:,.12g} of letters, and there is 500:" in result.output
    assert f"{use - 500:,.12g} too little." in result.output
    for rows in ("int_uplift_training_rows", "int_propensity_training_rows"):
        assert f"SKIP relation main.{rows}" in result.output


def test_a_business_weight_pushes_an_action_and_says_what_that_costs(demo, tmp_path):
    project = demo_with(
        demo,
        tmp_path,
        actions=[
            "do_nothing,Do nothing,none,none,0,,,true,,,,,,,,",
            "retention_email,Retention e-mail,email,retention,5,,,true,,,,,,,,",
            "onboarding_training,Onboarding training,training,retention,40,,,true,,,,,,,,",
            "account_manager_call,Account manager call,call,retention,200,,,true,,,,,,,,",
            "upsell_offer,Upsell offer,offer,upsell,25,,,true,,,,,,100,,",
        ],
    )
    chain = (
        *("actions", "stg_raw__actions", "int_actions_checked", "input_actions"),
        *("int_money_planned_counted", *PLANS, "int_resource_limits_listed"),
        *("int_action_values_computed", "action_values", "int_policy_options_listed"),
        "path:models/decisions/exploration",
        *("int_allocation_options_listed", "ml_resource_allocation", "int_actions_allocated"),
        *("int_unweighted_options_listed", "ml_unweighted_allocation", "business_weight_effects"),
    )
    result = project.run(
        *("build", "--quiet", "--select", *chain, *CAUTIOUS),
        variables={"nba_budget_amount": 20_000},
    )
    assert result.returncode == 0, result.output
    ((weighted, unweighted, customers, unweighted_customers, added),) = project.query(
        "select max(case when action_id = 'upsell_offer' then customer_count end), "
        "max(case when action_id = 'upsell_offer' then unweighted_customer_count end), "
        "sum(customer_count), sum(unweighted_customer_count), sum(added_value_amount) "
        "from business_weight_effects"
    )
    assert weighted > unweighted
    assert customers == unweighted_customers
    assert added < 0
    # Where nothing is weighted, nothing is allocated again, and nothing is lost.
    assert demo.query(
        "select sum(abs(added_value_amount)), "
        "bool_and(customer_count = unweighted_customer_count), "
        "(select count(*) from ml_unweighted_allocation) from business_weight_effects"
    ) == [(0, True, 0)]


def test_a_rule_takes_any_text_as_it_is(demo, tmp_path):
    rows = [
        "pattern,,,,region,in,%|_mea|em%,never",
        "quote,,,,region,=,' or true --,never",
        """list,,,,region,in,"it's|emea","it's emea's {{ rule }}\"""",
        "numbers,,,,days_to_renewal,in,30|31.0,a month",
        "truth,,,,is_active,=,false,never",
    ]
    project = demo_with(demo, tmp_path, eligibility_rules=rows)
    chain = (
        *("eligibility_rules", "stg_raw__eligibility_rules", "int_eligibility_rules_checked"),
        *("input_eligibility_rules", "int_rule_blocks_listed"),
    )
    result = project.run("build", "--quiet", "--select", *chain, *CAUTIOUS)
    assert result.returncode == 0, result.output
    in_emea, in_a_month = project.query(
        "select count(*) from customer_profile where is_active and region = 'emea' "
        "union all select count(*) from customer_profile "
        "where is_active and days_to_renewal in (30, 31)"
    )
    (action_count,) = project.query("select count(*) from input_actions")[0]
    assert project.query(
        "select reason, count(*) from int_rule_blocks_listed group by all order by all"
    ) == [
        ("a month", in_a_month[0] * (action_count - 1)),
        ("it's emea's {{ rule }}", in_emea[0] * (action_count - 1)),
    ]
