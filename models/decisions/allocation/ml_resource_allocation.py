from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import ResourceTables, allocate_policies
from python_ml.decisions.policy_options import PolicyOptions


def model(dbt, session):
    del session
    return allocate_policies(
        PolicyOptions.of_relation(dbt.ref("int_allocation_options_listed")),
        ResourceTables(
            account_managers=dbt.ref("int_account_managers_listed").to_arrow_table(),
            limits=dbt.ref("int_resource_limits_listed").to_arrow_table(),
            uses=dbt.ref("input_resource_use").to_arrow_table(),
            actions=dbt.ref("input_actions").to_arrow_table(),
        ),
        Foresight.of_tables(
            dbt.ref("int_foreseen_options_listed").to_arrow_table(),
            dbt.ref("int_foresight_sampled").to_arrow_table(),
        ),
        prices_all=True,
    )
