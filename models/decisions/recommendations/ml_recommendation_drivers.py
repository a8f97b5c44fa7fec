from python_ml.customers.feature_phrases import words_of
from python_ml.decisions.recommendation_drivers import explain
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    artefacts = dbt.ref("model_artefacts")
    chosen = dbt.ref("int_explained_actions_listed")
    catalogue = dbt.ref("feature_catalogue")
    customers = (
        dbt.ref("int_features_to_value")
        .set_alias("customers")
        .join(chosen.set_alias("chosen"), "customers.customer_id = chosen.customer_id", "semi")
    )

    def compute():
        return explain(
            artefacts.to_arrow_table(),
            customers.to_arrow_table(),
            chosen.to_arrow_table(),
            words_of(catalogue),
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[artefacts, customers, chosen, catalogue],
        settings={},
        compute=compute,
    )
