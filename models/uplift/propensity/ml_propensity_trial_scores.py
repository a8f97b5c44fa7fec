from python_ml.uplift.propensity_scores import score
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    models = dbt.ref("ml_propensity_model")
    customers = dbt.ref("int_uplift_training_rows").project("* replace (unit_id as customer_id)")

    def compute():
        return score(models.to_arrow_table(), customers.to_arrow_table())

    return reuse_or_compute(
        session, dbt.this, inputs=[models, customers], settings={}, compute=compute
    )
