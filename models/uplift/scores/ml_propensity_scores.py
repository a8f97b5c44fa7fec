from python_ml.uplift.propensity_scores import score


def model(dbt, session):
    del session
    return score(
        dbt.ref("model_artefacts").filter("model_name = 'propensity'").to_arrow_table(),
        dbt.ref("int_features_to_value").to_arrow_table(),
    )
