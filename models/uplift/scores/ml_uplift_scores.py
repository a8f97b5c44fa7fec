from python_ml.uplift.uplift_scores import score
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    artefacts = dbt.ref("model_artefacts")
    customers = dbt.ref("int_features_to_value")
    confidence_level = dbt.config.meta_get("confidence_level")

    def compute():
        return score(
            artefacts.to_arrow_table(),
            customers.to_arrow_table(),
            confidence_level=confidence_level,
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[artefacts, customers],
        settings={"confidence_level": confidence_level},
        compute=compute,
    )
