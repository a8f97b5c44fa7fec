from python_ml.uplift.propensity_model import train
from python_ml.uplift.training_set import TrainingSet
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_propensity_training_rows")
    predictions = dbt.ref("propensity_predictions")
    features = dbt.ref("feature_catalogue")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        training_set = TrainingSet.of_relations(rows, features, seed)
        return train(training_set, predictions.to_arrow_table())

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, predictions, features],
        settings={"seed": seed},
        compute=compute,
    )
