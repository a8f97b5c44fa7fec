from python_ml.decisions.foreseen_options import Foresight
from python_ml.decisions.policy_allocation import ResourceTables, allocate_policies
from python_ml.decisions.policy_options import PolicyOptions
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    options = dbt.ref("int_allocation_options_listed")
    resources = {
        "account_managers": dbt.ref("int_account_managers_listed"),
        "limits": dbt.ref("int_resource_limits_listed"),
        "uses": dbt.ref("input_resource_use"),
        "actions": dbt.ref("input_actions"),
    }
    foreseen = dbt.ref("int_foreseen_options_listed")
    sampled = dbt.ref("int_foresight_sampled")

    def compute():
        return allocate_policies(
            PolicyOptions.of_relation(options),
            ResourceTables.of_relations(**resources),
            Foresight.of_tables(foreseen.to_arrow_table(), sampled.to_arrow_table()),
            prices_all=True,
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[options, *resources.values(), foreseen, sampled],
        settings={},
        compute=compute,
    )
