from python_ml.experiments.readout import read_out_by_day


def model(dbt, session):
    del session
    return read_out_by_day(
        dbt.ref("int_experiment_comparisons_listed").to_arrow_table(),
        dbt.ref("int_experiment_moments_summed").to_arrow_table(),
        confidence_level=dbt.config.meta_get("confidence_level"),
        tuning=dbt.config.meta_get("anytime_tuning"),
    )
