with

arms as (
    select * from {{ ref('int_experiment_arms_listed') }}
),

metrics as (
    select * from {{ ref('input_experiment_metrics') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

scales as (
    select * from {{ ref('int_experiment_scales_measured') }}
),

-- An experiment without settings is listed by what was observed in it, so that nobody misses it.
metrics_without_design as (
    select distinct
        outcomes.experiment_id,
        outcomes.metric
    from outcomes
    left join metrics
        on outcomes.experiment_id = metrics.experiment_id
    where metrics.experiment_id is null
),

all_metrics as (
    select
        experiment_id,
        metric,
        metric_type,
        role,
        direction,
        numerator,
        denominator,
        numerator_covariate,
        non_inferiority_margin
    from metrics

    union all

    select
        experiment_id,
        metric,
        cast(null as varchar) as metric_type,
        cast(null as varchar) as role,
        cast(null as varchar) as direction,
        cast(null as varchar) as numerator,
        cast(null as varchar) as denominator,
        cast(null as varchar) as numerator_covariate,
        cast(null as double) as non_inferiority_margin
    from metrics_without_design
),

compared as (
    select
        arms.experiment_id,
        arms.arm,
        arms.control_arm,
        all_metrics.metric,
        all_metrics.metric_type,
        all_metrics.role,
        all_metrics.direction,
        all_metrics.non_inferiority_margin,
        all_metrics.numerator_covariate is not null as has_covariate,
        scales.y_scale,
        scales.d_scale,
        scales.x_scale,
        scales.z_scale,
        case
            when not arms.is_known_experiment then 'the experiment is not in the settings'
            when all_metrics.metric_type is null
                then 'the settings name no metric of the experiment'
            when arms.allocation_weight is null then 'the arm is not in the design'
            when arms.control_arm_count = 0 then 'the design names no control arm'
            when arms.control_arm_count > 1 then 'the design names more than one control arm'
            when scales.observation_count = 0
                then
                    'no unit has a value of ' || all_metrics.numerator
                    || coalesce(' and ' || all_metrics.denominator, '')
            when all_metrics.metric_type = 'proportion' and scales.not_binary_count > 0
                then
                    cast(scales.not_binary_count as varchar)
                    || ' values of the proportion are neither 0 nor 1'
            when scales.negative_denominator_count > 0
                then
                    cast(scales.negative_denominator_count as varchar)
                    || ' denominators are below 0'
        end as blocked_reason
    from arms
    inner join all_metrics
        on arms.experiment_id = all_metrics.experiment_id
    left join scales
        on
            all_metrics.experiment_id = scales.experiment_id
            and all_metrics.metric = scales.metric
    where arms.control_arm is null or arms.arm <> arms.control_arm
),

-- Questions asked together: the metrics of one role, in all arms.
final as (
    select
        *,
        cast(count(*) over (partition by experiment_id, role) as integer) as family_size
    from compared
)

select * from final
