from python_ml.uplift.training_set import TrainingSet
from python_ml.uplift.uplift_model import train
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    rows = dbt.ref("int_uplift_training_rows")
    outcomes = dbt.ref("int_uplift_outcomes_winsorised")
    features = dbt.ref("feature_catalogue")
    nuisances = dbt.ref("ml_uplift_nuisances")
    champions = dbt.ref("learner_policy_values").filter("is_refitted")
    seed = dbt.config.meta_get("random_seed")

    def compute():
        training_set = TrainingSet.of_relations(
            rows, features, seed, outcomes=outcomes, nuisances=nuisances
        )
        return train(training_set, champions.to_arrow_table())

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[rows, outcomes, nuisances, features, champions],
        settings={"seed": seed},
        compute=compute,
    )
