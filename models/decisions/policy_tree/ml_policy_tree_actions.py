from python_ml.customers.feature_catalogue import features_of
from python_ml.decisions.policy_tree import APPLIED_SCHEMA, apply_policy_tree
from python_ml.warehouse.batches import in_batches


def model(dbt, session):
    del session
    features = features_of(dbt.ref("feature_catalogue"))
    tree = dbt.ref("ml_policy_tree").to_arrow_table()
    return in_batches(
        dbt.ref("int_features_to_value"),
        lambda customers: apply_policy_tree(tree, customers, features=features),
        APPLIED_SCHEMA,
    )
