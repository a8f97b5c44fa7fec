from python_ml.uplift.uplift_out_of_fold import predict_out_of_fold
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_uplift_training_rows")
    features = dbt.ref("feature_catalogue").order("feature_order")
    learners = dbt.config.meta_get("learners").split(",")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        names = [(name, kind) for name, kind, _ in features.fetchall()]
        return predict_out_of_fold(rows.to_arrow_table(), names, learners, seed=seed)

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, features],
        settings={"learners": learners, "seed": seed},
        compute=compute,
    )
