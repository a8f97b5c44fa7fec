from python_ml.customers.risk_scores import score
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    models = dbt.ref("ml_goal_risk_model")
    customers = dbt.ref("int_features_to_score")

    def compute():
        return score(models.to_arrow_table(), customers.to_arrow_table())

    return reuse_or_compute(
        session, dbt.this, inputs=[models, customers], settings={}, compute=compute
    )
