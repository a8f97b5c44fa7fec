from python_ml.inputs.memory_estimates import memory_estimates, this_machine, warn


def model(dbt, session):
    estimates = memory_estimates(
        dbt.ref("int_work_counted").to_arrow_table(), this_machine(session)
    )
    warn(estimates)
    return estimates
