from python_ml.customers.feature_catalogue import features_of
from python_ml.customers.risk_out_of_fold import predict_out_of_fold
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_risk_training_rows")
    features = dbt.ref("int_risk_features_listed")
    # The company's own score may have told it whom to treat.
    confounders = dbt.ref("feature_catalogue")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        return predict_out_of_fold(
            rows.to_arrow_table(), features_of(features), features_of(confounders), seed=seed
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, features, confounders],
        settings={"seed": seed},
        compute=compute,
    )
