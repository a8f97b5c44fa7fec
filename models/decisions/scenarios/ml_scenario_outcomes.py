from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import ResourceTables
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.decisions.scenario_outcomes import evaluate_scenarios
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    policies = dbt.ref("int_scenario_policies_listed")
    options = dbt.ref("int_allocation_options_listed")
    resources = {
        "account_managers": dbt.ref("int_account_managers_listed"),
        "limits": dbt.ref("int_resource_limits_listed"),
        "uses": dbt.ref("input_resource_use"),
        "actions": dbt.ref("input_actions"),
    }
    scenarios = dbt.ref("input_scenarios")
    foreseen = dbt.ref("int_foreseen_options_listed")
    sampled = dbt.ref("int_foresight_sampled")

    def compute():
        names = policies.to_arrow_table().column("policy").to_pylist()
        return evaluate_scenarios(
            PolicyOptions.of_relation(options).only(names),
            ResourceTables.of_relations(**resources),
            scenarios.to_arrow_table(),
            Foresight.of_tables(foreseen.to_arrow_table(), sampled.to_arrow_table()),
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[policies, options, *resources.values(), scenarios, foreseen, sampled],
        settings={},
        compute=compute,
    )
