from python_ml.uplift.uplift_area_errors import area_errors
from python_ml.warehouse.reuse import reuse_or_compute


def model(dbt, session):
    units = dbt.ref("int_uplift_units_judged").filter("is_compared")
    seed = dbt.config.meta_get("random_seed")
    return reuse_or_compute(
        session,
        dbt.this,
        inputs=[units],
        settings={"seed": seed},
        compute=lambda: area_errors(units, seed=seed),
    )
