from python_ml.uplift.training_set import TrainingSet
from python_ml.uplift.uplift_nuisances import estimate_nuisances
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_uplift_training_rows")
    outcomes = dbt.ref("int_uplift_outcomes_winsorised")
    features = dbt.ref("feature_catalogue")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        training_set = TrainingSet.of_relations(rows, features, seed, outcomes=outcomes)
        return estimate_nuisances(training_set)

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, outcomes, features],
        settings={"seed": seed},
        compute=compute,
    )
