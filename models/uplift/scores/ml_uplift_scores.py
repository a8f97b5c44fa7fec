from python_ml.uplift.uplift_scores import score


def model(dbt, session):
    del session
    return score(
        dbt.ref("model_artefacts").to_arrow_table(),
        dbt.ref("int_features_to_value").to_arrow_table(),
        confidence_level=dbt.config.meta_get("confidence_level"),
    )
