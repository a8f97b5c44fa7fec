from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import ResourceTables
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.decisions.scenario_outcomes import evaluate_scenarios


def model(dbt, session):
    del session
    policies = dbt.ref("int_scenario_policies_listed").to_arrow_table().column("policy")
    options = PolicyOptions.of_relation(dbt.ref("int_allocation_options_listed"))
    return evaluate_scenarios(
        options.only(policies.to_pylist()),
        ResourceTables(
            account_managers=dbt.ref("int_account_managers_listed").to_arrow_table(),
            limits=dbt.ref("int_resource_limits_listed").to_arrow_table(),
            uses=dbt.ref("input_resource_use").to_arrow_table(),
            actions=dbt.ref("input_actions").to_arrow_table(),
        ),
        dbt.ref("input_scenarios").to_arrow_table(),
        Foresight.of_tables(
            dbt.ref("int_foreseen_options_listed").to_arrow_table(),
            dbt.ref("int_foresight_sampled").to_arrow_table(),
        ),
    )
