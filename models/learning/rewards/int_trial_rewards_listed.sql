with

units as (
    select * from {{ ref('int_uplift_training_rows') }}
),

goal_outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

outcomes as (
    select * from {{ ref('input_outcomes') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

measured as (
    select
        unit_id,
        goal,
        outcome,
        outcome * cast(coalesce(value_amount, 0) as double) as revenue_amount
    from goal_outcomes
),

totals as (
    select
        unit_id,
        {{ exact_sum('revenue_amount') }} as revenue_amount
    from measured
    group by unit_id
),

costed as (
    select
        totals.unit_id,
        totals.revenue_amount,
        cast(actions.unit_cost_amount as double) as cost_amount
    from totals
    inner join units
        on totals.unit_id = units.unit_id
    inner join actions
        on units.action_id = actions.action_id
),

rewarded as (
    select
        unit_id,
        goal,
        goal as outcome,
        outcome as reward
    from measured

    union all

    select
        unit_id,
        goal,
        goal || '_value' as outcome,
        revenue_amount as reward
    from measured

    union all

    {% for outcome, reward in [
        ('revenue', 'revenue_amount'),
        ('cost', 'cost_amount'),
        ('net_value', 'revenue_amount - cost_amount'),
    ] %}
    select
        unit_id,
        'all' as goal,
        '{{ outcome }}' as outcome,
        {{ reward }} as reward
    from costed

    union all

    {% endfor %}
    select
        costed.unit_id,
        'all' as goal,
        'satisfaction' as outcome,
        outcomes.value as reward
    from costed
    inner join units
        on costed.unit_id = units.unit_id
    inner join outcomes
        on
            units.experiment_id = outcomes.experiment_id
            and units.customer_id = outcomes.customer_id
    where outcomes.metric = '{{ var('nba_satisfaction_metric') }}'
),

final as (
    select
        units.unit_id,
        units.customer_id,
        units.as_of_date,
        units.action_id,
        units.action_probability,
        rewarded.goal,
        rewarded.outcome,
        rewarded.reward
    from rewarded
    inner join units
        on rewarded.unit_id = units.unit_id
    where rewarded.reward is not null
)

select * from final
