from python_ml.uplift.propensity_scores import SCORE_SCHEMA, score
from python_ml.warehouse.stored_scores import scores_by_stored_models


def model(dbt, session):
    return scores_by_stored_models(
        session,
        dbt.this,
        models=dbt.ref("ml_propensity_model"),
        rows=dbt.ref("int_uplift_training_rows").project("* replace (unit_id as customer_id)"),
        score=score,
        schema=SCORE_SCHEMA,
    )
