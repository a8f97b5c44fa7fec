with

outcomes as (
    select * from {{ ref('ml_scenario_outcomes') }}
),

as_is as (
    select * from {{ ref('ml_scenario_outcomes') }}
    where scenario_id = 'as_is'
),

final as (
    select
        cast(outcomes.scenario_id as varchar) as scenario_id,
        cast(outcomes.policy as varchar) as policy,
        cast(outcomes.changes as varchar) as changes,
        cast(outcomes.treated_customer_count as bigint) as treated_customer_count,
        cast(outcomes.spend_amount as decimal(18, 4)) as spend_amount,
        cast(outcomes.value_amount as decimal(18, 4)) as value_amount,
        cast(outcomes.value_amount - as_is.value_amount as decimal(18, 4)) as added_value_amount,
        cast(outcomes.upper_bound_amount as double) as upper_bound_amount,
        cast(outcomes.is_feasible as boolean) as is_feasible,
        cast(outcomes.reason as varchar) as reason
    from outcomes
    inner join as_is
        on outcomes.policy = as_is.policy
)

select * from final
