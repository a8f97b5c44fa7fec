from python_ml.uplift.uplift_scores import SCORE_SCHEMA, score
from python_ml.warehouse.stored_scores import scores_by_stored_models


def model(dbt, session):
    return scores_by_stored_models(
        session,
        dbt.this,
        models=dbt.ref("model_artefacts"),
        rows=dbt.ref("int_features_to_value"),
        score=score,
        schema=SCORE_SCHEMA,
        settings={"confidence_level": dbt.config.meta_get("confidence_level")},
    )
