from python_ml.propensity import predict_out_of_fold


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    return predict_out_of_fold(
        dbt.ref("int_propensity_training_rows").to_arrow_table(),
        [(name, kind) for name, kind, _ in catalogue],
        seed=dbt.config.meta_get("random_seed"),
    )
