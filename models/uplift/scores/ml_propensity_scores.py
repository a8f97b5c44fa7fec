from python_ml.uplift.propensity_scores import SCORE_SCHEMA, score
from python_ml.warehouse.batches import in_batches


def model(dbt, session):
    del session
    artefacts = dbt.ref("model_artefacts").filter("model_name = 'propensity'").to_arrow_table()
    return in_batches(
        dbt.ref("int_features_to_value"),
        lambda customers: score(artefacts, customers),
        SCORE_SCHEMA,
    )
