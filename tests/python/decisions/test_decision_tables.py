"""The decisions of the demo, counted again from their own tables."""

import pytest


def test_the_pasted_expression_gives_what_the_policy_tree_gives(demo):
    ((expression,),) = demo.query("select case_expression from policy_tree")
    assert demo.query(
        f"select count(*), count(*) filter (({expression}) = applied.action_id) "
        "from int_features_to_score join int_policy_tree_applied as applied using (customer_id)"
    ) == demo.query("select count(*), count(*) from int_policy_tree_applied")
    assert demo.query("select sum(customer_count) from policy_tree_leaves") == demo.query(
        "select count(*) from int_policy_tree_applied"
    )


def test_the_certificate_of_every_policy_is_tight(demo):
    rows = demo.query(
        "select policy, optimality_gap_rate, is_within_budget, is_feasible "
        "from allocation_certificate order by policy"
    )
    assert [row[0] for row in rows] == [
        *("auto", "business_as_usual", "policy_tree", "propensity_v1"),
        *("thompson_sampling", "uplift_v2"),
    ]
    for policy, gap, is_within_budget, is_feasible in rows:
        assert -1e-9 <= gap <= 0.001, policy
        assert is_within_budget, policy
        assert is_feasible, policy


def test_the_trace_leads_to_the_choice(demo):
    # At the prices the chosen action is the best one, unless it had to give way.
    ((chosen, best, loss, value),) = demo.query(
        """
        select count(*), count(*) filter (net_value_rank = 1),
            cast(sum(best_net - net_value_amount) as double),
            cast(sum(decision_value_amount) as double)
        from (
            select *, max(net_value_amount) over (partition by customer_id) as best_net
            from decision_trace where policy = 'auto'
        ) join recommendations using (customer_id, action_id)
        where is_chosen and not is_exploration
        """
    )
    assert best / chosen > 0.99
    assert 0 <= loss < 0.001 * value
    assert demo.query(
        "select count(*) from decision_trace where is_chosen and not is_eligible"
    ) == [(0,)]


def test_only_who_decides_is_traced(demo):
    assert demo.query("select distinct policy from decision_trace") == [("auto",)]


def test_nobody_gets_an_action_that_is_expected_to_lose(demo):
    assert demo.query(
        "select count(*) from recommendations "
        "where action_id <> 'do_nothing' and expected_value_amount <= 0 and not is_exploration"
    ) == [(0,)]


def test_one_in_a_hundred_explores_with_a_known_probability(demo):
    ((share, lowest, highest),) = demo.query(
        "select avg(is_exploration::int), min(action_probability), max(action_probability) "
        "from recommendations join int_exploration_drawn using (customer_id)"
    )
    # As many as are drawn for, rounded up once for each action at most; nobody's calls run out.
    assert share == pytest.approx(0.01, abs=0.003)
    assert 0 < lowest <= highest <= 1
    # Whom nobody draws and who gets what the prices say is sure of it.
    assert demo.query(
        "select count(*) from recommendations where not is_exploration and action_probability < 0.9"
    ) == [(0,)]
    assert demo.query(
        "select max(abs(action_probability - explored_probability)) "
        "from recommendations "
        "join int_exploration_probabilities_computed using (customer_id, action_id) "
        "join int_actions_allocated as allocated using (customer_id, action_id, is_exploration) "
        "where is_exploration and allocated.policy = 'auto' "
        "and priced_action_id <> recommendations.action_id"
    ) == [(0,)]


def test_what_limits_a_customer_is_a_resource_with_a_price(demo):
    rows = demo.query(
        "select distinct binding_resource_id, price > 0 from recommendations "
        "join resource_prices on binding_resource_id = resource_id "
        "and resource_prices.policy = 'auto' and account_manager_id = 'all'"
    )
    assert rows
    assert all(is_priced for _, is_priced in rows)
    ((reason,),) = demo.query(
        "select reason from recommendations where binding_resource_id = 'budget' "
        "order by customer_id limit 1"
    )
    assert "the limit is the budget." in reason


def test_more_of_everything_earns_no_less_in_the_scenarios(demo):
    assert demo.query(
        "select count(*) from scenario_outcomes "
        "where added_value_amount < -0.0005 * upper_bound_amount"
    ) == [(0,)]
    assert demo.query("select policy, count(*) from scenario_outcomes group by policy") == [
        ("auto", 4)
    ]


def test_contact_limits_are_named(demo):
    ((count,),) = demo.query(
        "select count(*) from action_eligibility where blocked_reason like '%contacts by%limit is%'"
    )
    assert count > 0
