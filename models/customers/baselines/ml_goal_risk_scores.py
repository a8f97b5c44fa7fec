from python_ml.customers.risk_scores import SCORE_SCHEMA, score
from python_ml.warehouse.batches import in_batches
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    artefacts = dbt.ref("ml_goal_risk_model")
    customers = dbt.ref("int_features_to_score")

    def compute():
        stored = artefacts.to_arrow_table()
        return in_batches(customers, lambda rows: score(stored, rows), SCORE_SCHEMA)

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[artefacts, customers],
        settings={},
        compute=compute,
    )
