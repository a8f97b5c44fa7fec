import pytest
from dbt_project import model_id


def public_models(manifest):
    return {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["access"] == "public"
    }


def ancestors(manifest, unique_id):
    found, queue = set(), [unique_id]
    while queue:
        for parent in manifest["parent_map"][queue.pop()]:
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return found


def test_every_active_customer_gets_exactly_one_recommendation(demo):
    assert demo.query(
        "select count(*) from customer_profile p full join recommendations r using (customer_id) "
        "where p.is_active is distinct from (r.customer_id is not null)",
    ) == [(0,)]


def test_recommendations_keep_to_the_budget_and_to_eligibility(demo):
    (spend, budget), *_ = demo.query(
        "select (select sum(cost_amount) from recommendations), budget_amount "
        "from allocation_certificate where policy = 'auto'",
    )
    assert 0 < spend <= budget
    assert demo.query(
        "select count(*) from recommendations "
        "join action_eligibility using (customer_id, action_id) where not is_eligible",
    ) == [(0,)]


def test_the_published_amounts_add_up_to_the_certificate(demo):
    assert demo.query_published(
        "select sum(cost_amount), sum(expected_value_amount), count(*) from recommendations",
    ) == demo.query_published(
        "select spend_amount, value_amount, customer_count from allocation_certificate "
        "where policy = 'auto'",
    )


def test_every_input_of_the_demo_shows_some_quarantined_rows_with_a_sentence(demo):
    rows = demo.query(
        "select input_name, count(*), bool_and(length(detail) > 10), bool_and(json_valid(record)) "
        "from quarantined_records group by input_name",
    )
    assert {name for name, *_ in rows} >= {"input_usage", "input_outcomes", "input_subscriptions"}
    assert all(has_sentence and is_json for _, _, has_sentence, is_json in rows)


def test_no_model_upstream_of_a_recommendation_or_a_publication_can_read_the_oracle(demo):
    manifest = demo.manifest()
    oracle = {
        unique_id
        for unique_id, node in manifest["nodes"].items()
        if "oracle" in node["fqn"] or "oracle" in node["name"]
    }
    assert any(unique_id.startswith("seed.") for unique_id in oracle)
    for name in ("recommendations", "action_values", "int_publication_written"):
        assert not ancestors(manifest, model_id(manifest, name)) & oracle
    readers = {child for seed in oracle for child in manifest["child_map"][seed]}
    assert {r for r in readers if r.startswith("model.")} <= oracle


def test_decisions_name_no_column_of_the_demo_s_source(demo):
    words = ("usage", "session", "ticket", "nps", "seat", "recurring_revenue", "subscription")
    for node in demo.manifest()["nodes"].values():
        if node["fqn"][1] in ("uplift", "decisions") and node["path"].endswith(".sql"):
            assert not [word for word in words if word in node["raw_code"]], node["name"]


def test_every_model_column_and_macro_is_described(demo):
    manifest = demo.manifest()
    undescribed = []
    for node in manifest["nodes"].values():
        if node["resource_type"] in ("model", "seed"):
            undescribed += [] if node["description"] else [node["name"]]
            undescribed += [
                f"{node['name']}.{column['name']}"
                for column in node["columns"].values()
                if not column["description"]
            ]
    undescribed += [
        macro["name"]
        for macro in manifest["macros"].values()
        if macro["package_name"] == "next_best_action"
        and not macro["description"]
        # A test is described where it is used, an adapter's version where it is dispatched.
        and not macro["name"].startswith(("test_", "default__", "duckdb__"))
    ]
    assert undescribed == []


def test_public_tables_say_their_grain_and_enforce_a_contract(demo):
    for node in demo.manifest()["nodes"].values():
        if node["resource_type"] == "model" and node["access"] == "public":
            assert node["description"].startswith("One row per"), node["name"]
            assert node["contract"]["enforced"], node["name"]


def test_every_public_table_has_a_tested_key(demo):
    manifest = demo.manifest()
    for name in public_models(manifest):
        tests = [
            manifest["nodes"][child]
            for child in manifest["child_map"][model_id(manifest, name)]
            if child.startswith("test.")
        ]
        kinds = {(test.get("test_metadata") or {}).get("name") for test in tests}
        assert kinds & {"unique", "unique_combination"}, name


def test_the_published_file_holds_the_public_tables_and_their_descriptions(demo):
    inputs = {name for name in public_models(demo.manifest()) if name.startswith("input_")}
    expected = public_models(demo.manifest()) - inputs | {"input_quality", "input_resource_use"}
    tables = demo.query_published("select table_name, comment from duckdb_tables()")
    assert {name for name, _ in tables} == expected
    assert dict(tables)["recommendations"].startswith("One row per active customer")


def test_no_policy_treats_the_global_holdout(demo):
    ((held_out, share),) = demo.query(
        "select count(*), count(*) / (select count(*) from input_customers) from global_holdout",
    )
    assert held_out > 0
    assert share == pytest.approx(0.05, abs=0.01)
    for table in ("int_actions_allocated", "recommendations"):
        assert demo.query(
            f"select count(*) from {table} join global_holdout using (customer_id) "
            "where action_id <> 'do_nothing'",
        ) == [(0,)]


def test_the_pilot_is_read_out_with_all_its_metrics(demo):
    assert demo.query(
        "select metric, role, reason is null or estimate is not null from experiment_readout "
        "where experiment_id = 'pilot_2026q2' and is_verdict_method order by metric",
    ) == [
        ("complaint_rate", "guardrail", True),
        ("cost_per_retained_customer", "economic", True),
        ("customer_lifetime_value", "secondary", True),
        ("incremental_cost_per_retained_customer", "economic", True),
        ("nps", "guardrail", True),
        ("retention", "primary", True),
        ("return_on_investment", "economic", True),
        ("revenue_per_customer", "secondary", True),
    ]
    assert demo.query(
        "select verdict from experiment_verdict where experiment_id = 'pilot_2026q2'",
    ) == [("keep_testing",)]


def test_false_negative_rates_by_group_are_near_the_truth(demo):
    rates = demo.query(
        """
        with truth as (
            select customer_id, max(true_value_amount) > 0 as has_benefit
            from oracle_action_values
            where action_id <> 'do_nothing'
            group by customer_id
        ),

        missed as (
            select
                groups.attribute,
                groups.group_name,
                avg(case when action_id = 'do_nothing' then 1.0 else 0.0 end) as rate
            from recommendations
            inner join truth using (customer_id)
            inner join int_sensitive_groups_listed as groups using (customer_id)
            where truth.has_benefit and decision_state = 'made'
            group by groups.attribute, groups.group_name
        )

        select false_negative_rate, missed.rate
        from fairness
        inner join missed using (attribute, group_name)
        where action_id = 'any'
        """
    )
    assert len(rates) > 10
    for found, true in rates:
        # Two and a half standard errors of the smallest group.
        assert abs(found - true) < 0.05
