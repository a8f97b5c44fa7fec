with

actions as (
    select * from {{ ref('input_actions') }}
),

resource_use as (
    select * from {{ ref('input_resource_use') }}
),

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
),

-- What a whole period has, whatever is left of it. Account managers each have their own limit.
resource_counts as (
    select
        resource_use.action_id,
        resource_use.resource_id,
        sum(
            floor(
                (limits.maximum_amount + limits.committed_amount + limits.delivered_amount)
                / resource_use.amount
            )
        ) as customer_count
    from resource_use
    inner join limits
        on resource_use.resource_id = limits.resource_id
    where resource_use.amount > 0 and limits.maximum_amount is not null
    group by resource_use.action_id, resource_use.resource_id
),

budget_counts as (
    select
        action_id,
        'budget' as resource_id,
        floor({{ budget_amount() }} / unit_cost_amount) as customer_count
    from actions
    where unit_cost_amount > 0
),

counts as (
    select * from resource_counts
    union all
    select * from budget_counts
),

final as (
    select
        action_id,
        cast(min(customer_count) as bigint) as customer_count,
        min_by(resource_id, customer_count) as resource_id
    from counts
    group by action_id
)

select * from final
