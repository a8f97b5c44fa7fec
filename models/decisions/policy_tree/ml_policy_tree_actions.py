from python_ml.customers.feature_catalogue import features_of
from python_ml.decisions.policy_tree import apply_policy_tree


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue")
    return apply_policy_tree(
        dbt.ref("ml_policy_tree").to_arrow_table(),
        dbt.ref("int_features_to_value").to_arrow_table(),
        features=features_of(catalogue),
    )
