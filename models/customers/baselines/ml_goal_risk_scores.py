from python_ml.customers.risk_scores import SCORE_SCHEMA, score
from python_ml.warehouse.stored_scores import scores_by_stored_models


def model(dbt, session):
    return scores_by_stored_models(
        session,
        dbt.this,
        models=dbt.ref("ml_goal_risk_model"),
        rows=dbt.ref("int_features_to_score"),
        score=score,
        schema=SCORE_SCHEMA,
    )
