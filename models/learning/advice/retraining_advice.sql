with

artefacts as (
    select * from {{ ref('model_artefacts') }}
),

propensity_rows as (
    select as_of_date from {{ ref('int_propensity_training_rows') }}
),

uplift_rows as (
    select
        unit_id,
        as_of_date
    from {{ ref('int_uplift_training_rows') }}
),

outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

-- Of other goals too little is known: there is nothing to train on yet.
learnt_goals as (
    select distinct goal
    from {{ ref('goal_baselines') }}
    where risk_model_probability is not null
),

risk_rows as (
    select
        training_rows.goal,
        training_rows.as_of_date
    from {{ ref('int_risk_training_rows') }} as training_rows
    inner join learnt_goals
        on training_rows.goal = learnt_goals.goal
    where not training_rows.was_treated
),

shifts as (
    select * from {{ ref('int_population_shifts_measured') }}
),

risk_shifts as (
    select * from {{ ref('risk_drift') }}
),

available_rows as (
    select
        'propensity' as model_name,
        as_of_date
    from propensity_rows

    union all

    select
        'risk_' || goal as model_name,
        as_of_date
    from risk_rows

    union all

    select
        'uplift_' || outcomes.goal as model_name,
        uplift_rows.as_of_date
    from outcomes
    inner join uplift_rows
        on outcomes.unit_id = uplift_rows.unit_id
),

all_shifts as (
    select
        model_group,
        measure,
        stability_index
    from shifts

    union all

    select
        'risk_' || goal as model_group,
        measure,
        stability_index
    from risk_shifts
),

largest_shifts as (
    select
        model_group,
        max(stability_index) as stability_index,
        max_by(measure, stability_index) as measure
    from all_shifts
    group by model_group
),

available as (
    select
        model_name,
        count(*) as row_count,
        max(as_of_date) as newest_on
    from available_rows
    group by model_name
),

compared as (
    select
        coalesce(available.model_name, artefacts.model_name) as model_name,
        artefacts.model_version,
        artefacts.trained_to,
        coalesce(artefacts.training_row_count, 0) as training_row_count,
        coalesce(available.row_count, 0) as available_row_count,
        available.newest_on,
        largest_shifts.stability_index,
        largest_shifts.measure as shifted_measure
    from available
    full outer join artefacts
        on available.model_name = artefacts.model_name
    left join largest_shifts
        on
            coalesce(available.model_name, artefacts.model_name) = largest_shifts.model_group
            or split_part(coalesce(available.model_name, artefacts.model_name), '_', 1)
            = largest_shifts.model_group
),

judged as (
    select
        *,
        case
            when available_row_count = 0 then 'There is nothing to learn from.'
            when model_version is null then 'No model is stored.'
            when
                abs(available_row_count - training_row_count)
                > {{ number_var('nba_retraining_row_rate') }} * training_row_count
                then
                    'The training rows were ' || {{ format_figure('training_row_count', 12) }}
                    || ' and are now ' || {{ format_figure('available_row_count', 12) }} || '.'
        end as why,
        coalesce(
            stability_index > {{ number_var('nba_retraining_stability_index') }}, false
        ) as is_shifted
    from compared
),

final as (
    select
        cast(model_name as varchar) as model_name,
        cast(model_version as varchar) as model_version,
        cast(trained_to as date) as trained_to,
        cast(newest_on as date) as newest_on,
        cast(training_row_count as bigint) as training_row_count,
        cast(available_row_count as bigint) as available_row_count,
        cast(stability_index as double) as stability_index,
        cast(is_shifted as boolean) as is_shifted,
        cast(why is not null and available_row_count > 0 as boolean) as is_due,
        cast(
            case
                when why is not null then why
                when is_shifted
                    then
                        'The customers of today differ from those learnt on (' || shifted_measure
                        || ', stability index ' || {{ format_figure('stability_index', 3) }}
                        || '): an experiment with them would tell more.'
                else 'Nothing has changed enough to train again.'
            end as varchar
        ) as reason
    from judged
)

select * from final
