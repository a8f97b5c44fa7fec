from python_ml.uplift import predict_out_of_fold


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    return predict_out_of_fold(
        dbt.ref("int_uplift_training_rows").to_arrow_table(),
        [(name, kind) for name, kind, _ in catalogue],
        dbt.config.meta_get("learners").split(","),
        seed=dbt.config.meta_get("random_seed"),
    )
