from python_ml.uplift_areas import area_errors


def model(dbt, session):
    del session
    units = dbt.ref("int_uplift_units_judged").filter("is_compared")
    return area_errors(units.to_arrow_table(), seed=dbt.config.meta_get("random_seed"))
