from python_ml.customers.risk_scores import SCORE_SCHEMA, score
from python_ml.warehouse.batches import in_batches


def model(dbt, session):
    del session
    artefacts = dbt.ref("ml_goal_risk_model").to_arrow_table()
    return in_batches(
        dbt.ref("int_features_to_score"),
        lambda customers: score(artefacts, customers),
        SCORE_SCHEMA,
    )
