from python_ml.uplift.training_set import TrainingSet
from python_ml.uplift.uplift_out_of_fold import predict_out_of_fold
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_uplift_training_rows")
    outcomes = dbt.ref("int_uplift_outcomes_winsorised")
    features = dbt.ref("feature_catalogue")
    nuisances = dbt.ref("ml_uplift_nuisances")
    learners = dbt.config.meta_get("learners").split(",")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        training_set = TrainingSet.of_relations(
            rows, features, seed, outcomes=outcomes, nuisances=nuisances
        )
        return predict_out_of_fold(training_set, learners)

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, outcomes, nuisances, features],
        settings={"learners": learners, "seed": seed},
        compute=compute,
    )
