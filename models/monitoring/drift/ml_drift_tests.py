from python_ml.monitoring.drift_tests import drift_p_values


def model(dbt, session):
    del session
    return drift_p_values(dbt.ref("int_drift_statistics_measured").to_arrow_table())
