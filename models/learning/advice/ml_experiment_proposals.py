from python_ml.learning.experiment_proposals import propose


def model(dbt, session):
    del session
    return propose(
        dbt.ref("int_proposal_settings_summed").to_arrow_table(),
        dbt.ref("int_proposal_stakes_grouped").to_arrow_table(),
        confidence_level=dbt.config.meta_get("confidence_level"),
        window_days=dbt.config.meta_get("window_days"),
        lifetime_days=dbt.config.meta_get("lifetime_days"),
    )
