from python_ml.customers.feature_catalogue import features_of
from python_ml.decisions.policy_tree import grow_policy_tree
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    units = dbt.ref("int_uplift_training_rows")
    scores = dbt.ref("int_policy_tree_scores_listed")
    features = dbt.ref("feature_catalogue")
    depth = dbt.config.meta_get("depth")

    def compute():
        return grow_policy_tree(
            units.to_arrow_table(),
            scores.to_arrow_table(),
            features=features_of(features),
            depth=depth,
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[units, scores, features],
        settings={"depth": depth},
        compute=compute,
    )
