with

experiments as (
    select * from {{ ref('input_experiments') }}
),

arms as (
    select * from {{ ref('int_experiment_arms_listed') }}
),

assignments as (
    select * from {{ ref('input_experiment_assignments') }}
),

eligible as (
    select * from {{ ref('int_experiment_candidates_listed') }}
),

designed_arms as (
    select *
    from arms
    where allocation_weight is not null
),

totals as (
    select
        experiment_id,
        sum(allocation_weight) as total_allocation_weight,
        sum(case when is_control then 0 else 1 end) as treated_arm_count,
        max(case when control_arm = arm then allocation_weight end) as control_allocation_weight,
        max(case when control_arm = arm then unit_count end) as control_unit_count
    from designed_arms
    group by experiment_id
),

intake_days as (
    select
        experiment_id,
        count(*) as unit_count,
        min(cast(assigned_at as date)) as first_on,
        max(cast(assigned_at as date)) as last_on
    from assignments
    group by experiment_id
),

-- Who came in so far, by the weeks they took.
intake as (
    select
        experiment_id,
        unit_count / ceil(({{ days_between('first_on', 'last_on') }} + 1) / 7.0)
            as weekly_unit_count
    from intake_days
),

-- Before anybody came in: those who could, in one week.
candidates as (
    select
        experiment_id,
        count(*) as candidate_count
    from eligible
    group by experiment_id
),

final as (
    select
        designed_arms.experiment_id,
        designed_arms.arm,
        designed_arms.control_arm,
        experiments.experiment_name,
        experiments.starts_on,
        experiments.ends_on,
        experiments.baseline_value,
        experiments.baseline_standard_deviation,
        experiments.minimum_detectable_effect,
        experiments.significance_level,
        experiments.power,
        cast(designed_arms.allocation_weight as double) as allocation_weight,
        cast(totals.control_allocation_weight as double) as control_allocation_weight,
        cast(totals.total_allocation_weight as double) as total_allocation_weight,
        cast(totals.treated_arm_count as integer) as treated_arm_count,
        cast(
            coalesce(
                experiments.weekly_eligible_count * experiments.traffic_rate,
                intake.weekly_unit_count,
                candidates.candidate_count
            ) as double
        ) as weekly_eligible_count,
        designed_arms.unit_count,
        cast(coalesce(totals.control_unit_count, 0) as bigint) as control_unit_count
    from designed_arms
    inner join experiments
        on designed_arms.experiment_id = experiments.experiment_id
    inner join totals
        on designed_arms.experiment_id = totals.experiment_id
    left join intake
        on designed_arms.experiment_id = intake.experiment_id
    left join candidates
        on designed_arms.experiment_id = candidates.experiment_id
    where not designed_arms.is_control
)

select * from final
