from python_ml.experiments.segments import read_out_by_segment


def model(dbt, session):
    del session
    return read_out_by_segment(
        dbt.ref("int_experiment_comparisons_listed").to_arrow_table(),
        dbt.ref("int_experiment_segments_summed").to_arrow_table(),
        confidence_level=dbt.config.meta_get("confidence_level"),
        tuning=dbt.config.meta_get("anytime_tuning"),
    )
