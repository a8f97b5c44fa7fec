from python_ml.customers.feature_catalogue import features_of
from python_ml.experiments.health import check_health


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue")
    return check_health(
        dbt.ref("int_experiment_arms_listed").to_arrow_table(),
        dbt.ref("int_experiment_attrition_counted").to_arrow_table(),
        dbt.ref("int_experiment_levels_counted").to_arrow_table(),
        dbt.ref("int_experiment_features_summed").to_arrow_table(),
        feature_names=[name for name, kind in features_of(catalogue) if kind == "numeric"],
        significance_level=dbt.config.meta_get("health_significance_level"),
    )
