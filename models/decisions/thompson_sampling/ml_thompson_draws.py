from python_ml.decisions.thompson_draws import draw_success_probabilities


def model(dbt, session):
    del session
    ((as_of_date,),) = dbt.ref("int_as_of_date").fetchall()
    return draw_success_probabilities(
        dbt.ref("thompson_posteriors").to_arrow_table(),
        draw_count=dbt.config.meta_get("draw_count"),
        as_of_date=as_of_date,
        seed=dbt.config.meta_get("random_seed"),
    )
