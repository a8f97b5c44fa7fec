with

allocations as (
    select * from {{ ref('ml_challenger_allocation') }}
),

options as (
    select * from {{ ref('int_challenger_options_listed') }}
),

-- Who explores is settled before, and would have got what the challenger's prices choose.
final as (
    select
        cast(options.policy as varchar) as policy,
        cast(options.customer_id as varchar) as customer_id,
        cast(options.action_id as varchar) as action_id
    from allocations
    inner join options
        on
            allocations.customer_number = options.customer_number
            and allocations.priced_action_number = options.action_number
    where allocations.record = 'choice'
)

select * from final
