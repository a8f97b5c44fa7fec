from python_ml.customers.feature_catalogue import features_of
from python_ml.customers.risk_model import train
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_risk_training_rows")
    predictions = dbt.ref("risk_predictions")
    features = dbt.ref("int_risk_features_listed")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        return train(
            rows.to_arrow_table(),
            features_of(features),
            predictions.to_arrow_table(),
            seed=seed,
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, predictions, features],
        settings={"seed": seed},
        compute=compute,
    )
