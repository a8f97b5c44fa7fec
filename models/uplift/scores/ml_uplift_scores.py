from python_ml.uplift.uplift_scores import SCORE_SCHEMA, score
from python_ml.warehouse.batches import in_batches
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    artefacts = dbt.ref("model_artefacts")
    customers = dbt.ref("int_features_to_value")
    confidence_level = dbt.config.meta_get("confidence_level")

    def compute():
        stored = artefacts.to_arrow_table()
        return in_batches(
            customers,
            lambda rows: score(stored, rows, confidence_level=confidence_level),
            SCORE_SCHEMA,
        )

    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[artefacts, customers],
        settings={"confidence_level": confidence_level},
        compute=compute,
    )
