from python_ml.uplift.propensity_scores import score


def model(dbt, session):
    del session
    units = dbt.ref("int_uplift_training_rows").project("* replace (unit_id as customer_id)")
    return score(
        dbt.ref("ml_propensity_model").to_arrow_table(),
        units.to_arrow_table(),
    )
