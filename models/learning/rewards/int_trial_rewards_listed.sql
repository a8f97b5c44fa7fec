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
        {{ revenue_amount(
            'units.retention_outcome', 'units.upsell_outcome', 'units.retention_value_amount',
            'units.upsell_value_amount'
        ) }} as revenue_amount,
        cast(actions.unit_cost_amount as double) as cost_amount
    from units
    inner join actions
        on units.action_id = actions.action_id
    where units.retention_outcome is not null or units.upsell_outcome is not null
),

rewarded as (
    {% for outcome, reward in [
        ('retention', 'retention_outcome'),
        ('upsell', 'upsell_outcome'),
        ('revenue', 'revenue_amount'),
        ('upsell_revenue', 'upsell_outcome * upsell_value_amount'),
        ('cost', 'cost_amount'),
        ('net_value', 'revenue_amount - cost_amount'),
    ] %}
    select
        *,
        '{{ outcome }}' as outcome,
        {{ reward }} as reward
    from measured

    union all

    {% endfor %}
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
