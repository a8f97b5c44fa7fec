from python_ml.customers.feature_phrases import words_of
from python_ml.decisions.recommendation_drivers import explain


def model(dbt, session):
    del session
    return explain(
        dbt.ref("model_artefacts").to_arrow_table(),
        dbt.ref("int_features_to_value").to_arrow_table(),
        dbt.ref("int_explained_actions_listed").to_arrow_table(),
        words_of(dbt.ref("feature_catalogue")),
    )
