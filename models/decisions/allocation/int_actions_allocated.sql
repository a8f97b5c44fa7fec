with

allocations as (
    select * from {{ ref('ml_resource_allocation') }}
),

options as (
    select * from {{ ref('int_allocation_options_listed') }}
),

action_ids as (
    select distinct
        action_number,
        action_id
    from options
),

final as (
    select
        cast(allocations.policy as varchar) as policy,
        cast(options.customer_id as varchar) as customer_id,
        cast(options.action_id as varchar) as action_id,
        cast(options.cost_amount as decimal(18, 4)) as cost_amount,
        cast(options.cost_deviation_amount as double) as cost_deviation_amount,
        cast(options.expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(
            coalesce(options.decision_value_amount, options.expected_value_amount)
            as decimal(18, 4)
        ) as value_amount,
        cast(priced_actions.action_id as varchar) as priced_action_id,
        cast(allocations.resource_id as varchar) as binding_resource_id,
        cast(options.is_explorer as boolean) as is_exploration,
        cast(options.is_challenged as boolean) as is_challenged
    from allocations
    inner join options
        on
            allocations.policy = options.policy
            and allocations.customer_number = options.customer_number
            and allocations.action_number = options.action_number
    left join action_ids as priced_actions
        on allocations.priced_action_number = priced_actions.action_number
    where allocations.record = 'choice'
)

select * from final
