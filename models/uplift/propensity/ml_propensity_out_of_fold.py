from python_ml.uplift.propensity_out_of_fold import predict_out_of_fold
from python_ml.uplift.training_set import TrainingSet
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_propensity_training_rows")
    features = dbt.ref("feature_catalogue")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        return predict_out_of_fold(TrainingSet.of_relations(rows, features, seed))

    return reuse_or_compute(
        session, dbt.this, inputs=[rows, features], settings={"seed": seed}, compute=compute
    )
