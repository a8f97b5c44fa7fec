from python_ml.uplift.uplift_scores import SCORE_SCHEMA, score
from python_ml.warehouse.batches import in_batches


def model(dbt, session):
    del session
    artefacts = dbt.ref("model_artefacts").to_arrow_table()
    confidence_level = dbt.config.meta_get("confidence_level")
    return in_batches(
        dbt.ref("int_features_to_value"),
        lambda customers: score(artefacts, customers, confidence_level=confidence_level),
        SCORE_SCHEMA,
    )
