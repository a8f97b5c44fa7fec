with

arms as (
    select * from {{ ref('int_experiment_arms_listed') }}
),

metrics as (
    select * from {{ ref('input_experiment_metrics') }}
),

observations as (
    select * from {{ ref('int_experiment_observations_listed') }}
),

observed as (
    select
        experiment_id,
        arm,
        metric,
        count(*) as observed_unit_count
    from observations
    group by experiment_id, arm, metric
),

final as (
    select
        arms.experiment_id,
        arms.arm,
        metrics.metric,
        arms.unit_count,
        cast(coalesce(observed.observed_unit_count, 0) as bigint) as observed_unit_count
    from arms
    inner join metrics
        on arms.experiment_id = metrics.experiment_id
    left join observed
        on
            arms.experiment_id = observed.experiment_id
            and arms.arm = observed.arm
            and metrics.metric = observed.metric
    where arms.unit_count > 0
)

select * from final
