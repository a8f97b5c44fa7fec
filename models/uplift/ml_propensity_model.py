from python_ml.propensity import train


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    return train(
        dbt.ref("int_propensity_training_rows").to_arrow_table(),
        dbt.ref("propensity_predictions").to_arrow_table(),
        [(name, kind) for name, kind, _ in catalogue],
        seed=dbt.config.meta_get("random_seed"),
    )
