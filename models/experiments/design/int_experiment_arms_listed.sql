with

experiments as (
    select * from {{ ref('input_experiments') }}
),

designed_arms as (
    select * from {{ ref('input_experiment_arms') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

logged_arms as (
    select
        experiment_id,
        arm,
        count(*) as unit_count,
        sum(case when action_id <> 'do_nothing' then 1 else 0 end) as exposed_unit_count
    from assignments
    group by experiment_id, arm
),

controls as (
    select
        experiment_id,
        min(case when is_control then arm end) as control_arm,
        sum(case when is_control then 1 else 0 end) as control_arm_count
    from designed_arms
    group by experiment_id
),

all_arms as (
    select
        experiment_id,
        arm
    from designed_arms
    union
    select
        experiment_id,
        arm
    from logged_arms
),

-- An arm that the design does not name has no weight.
final as (
    select
        all_arms.experiment_id,
        all_arms.arm,
        experiments.experiment_id is not null as is_known_experiment,
        designed_arms.is_control,
        designed_arms.allocation_weight,
        case when controls.control_arm_count = 1 then controls.control_arm end as control_arm,
        cast(coalesce(controls.control_arm_count, 0) as integer) as control_arm_count,
        cast(coalesce(logged_arms.unit_count, 0) as bigint) as unit_count,
        cast(coalesce(logged_arms.exposed_unit_count, 0) as bigint) as exposed_unit_count
    from all_arms
    left join experiments
        on all_arms.experiment_id = experiments.experiment_id
    left join designed_arms
        on
            all_arms.experiment_id = designed_arms.experiment_id
            and all_arms.arm = designed_arms.arm
    left join controls
        on all_arms.experiment_id = controls.experiment_id
    left join logged_arms
        on
            all_arms.experiment_id = logged_arms.experiment_id
            and all_arms.arm = logged_arms.arm
)

select * from final
