from python_ml.experiments.power import design


def model(dbt, session):
    del session
    return design(dbt.ref("int_experiment_designs_listed").to_arrow_table())
