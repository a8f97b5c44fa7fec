{% set satisfaction_metric = var('nba_satisfaction_metric') %}
with

units as (
    select
        unit_id,
        experiment_id,
        customer_id,
        as_of_date,
        action_id,
        action_probability,
        retention_outcome,
        upsell_outcome,
        cast(coalesce(retention_value_amount, 0) as double) as retention_value_amount,
        cast(coalesce(upsell_value_amount, 0) as double) as upsell_value_amount
    from {{ ref('int_uplift_training_rows') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

measured as (
    select
        units.*,
        coalesce(units.retention_outcome * units.retention_value_amount, 0)
        + coalesce(units.upsell_outcome * units.upsell_value_amount, 0) as revenue_amount,
        cast(actions.unit_cost_amount as double) as cost_amount
    from units
    inner join actions
        on units.action_id = actions.action_id
    where units.retention_outcome is not null or units.upsell_outcome is not null
),

rewarded as (
    select
        *,
        'retention' as outcome,
        retention_outcome as reward
    from measured

    union all

    select
        *,
        'upsell' as outcome,
        upsell_outcome as reward
    from measured

    union all

    select
        *,
        'revenue' as outcome,
        revenue_amount as reward
    from measured

    union all

    select
        *,
        'upsell_revenue' as outcome,
        upsell_outcome * upsell_value_amount as reward
    from measured

    union all

    select
        *,
        'cost' as outcome,
        cost_amount as reward
    from measured

    union all

    select
        *,
        'net_value' as outcome,
        revenue_amount - cost_amount as reward
    from measured

    union all

    select
        measured.*,
        'satisfaction' as outcome,
        outcomes.value as reward
    from measured
    inner join outcomes
        on
            measured.experiment_id = outcomes.experiment_id
            and measured.customer_id = outcomes.customer_id
    where outcomes.metric = '{{ satisfaction_metric }}'
),

final as (
    select
        unit_id,
        customer_id,
        as_of_date,
        action_id,
        action_probability,
        outcome,
        reward
    from rewarded
    where reward is not null
)

select * from final
