from python_ml.uplift.uplift_model import train
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_uplift_training_rows")
    features = dbt.ref("feature_catalogue").order("feature_order")
    champions = dbt.ref("learner_policy_values").filter("is_refitted")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        names = [(name, kind) for name, kind, _ in features.fetchall()]
        return train(rows.to_arrow_table(), names, champions.to_arrow_table(), seed=seed)

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, features, champions],
        settings={"seed": seed},
        compute=compute,
    )
