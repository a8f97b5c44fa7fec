from python_ml.customers.risk_scores import score


def model(dbt, session):
    del session
    return score(
        dbt.ref("ml_goal_risk_model").to_arrow_table(),
        dbt.ref("int_features_to_score").to_arrow_table(),
    )
