from python_ml.uplift.propensity_scores import score
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    artefacts = dbt.ref("model_artefacts").filter("model_name = 'propensity'")
    customers = dbt.ref("int_features_to_value")

    def compute():
        return score(artefacts.to_arrow_table(), customers.to_arrow_table())

    return reuse_or_compute(
        session, dbt.this, inputs=[artefacts, customers], settings={}, compute=compute
    )
