from python_ml.uplift import estimate_nuisances


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    return estimate_nuisances(
        dbt.ref("int_uplift_training_rows").to_arrow_table(),
        [(name, kind) for name, kind, _ in catalogue],
        seed=dbt.config.meta_get("random_seed"),
    )
