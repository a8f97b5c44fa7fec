from python_ml.policy_rules import grow_policy_tree


def model(dbt, session):
    del session
    catalogue = dbt.ref("feature_catalogue").order("feature_order").fetchall()
    return grow_policy_tree(
        dbt.ref("int_uplift_training_rows").to_arrow_table(),
        dbt.ref("int_policy_tree_scores_listed").to_arrow_table(),
        features=[(name, kind) for name, kind, _ in catalogue],
        depth=dbt.config.meta_get("depth"),
    )
