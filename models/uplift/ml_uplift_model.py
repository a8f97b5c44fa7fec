from python_ml.uplift import train


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    policy_values = dbt.ref("learner_policy_values").filter("is_refitted")
    return train(
        dbt.ref("int_uplift_training_rows").to_arrow_table(),
        [(name, kind) for name, kind, _ in catalogue],
        policy_values.to_arrow_table(),
        seed=dbt.config.meta_get("random_seed"),
    )
