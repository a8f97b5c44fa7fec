with

tree as (
    select * from {{ ref('ml_policy_tree') }}
),

applied as (
    select * from {{ ref('int_policy_tree_applied') }}
),

customer_counts as (
    select
        action_id,
        value_amount,
        count(*) as customer_count
    from applied
    group by action_id, value_amount
),

final as (
    select
        cast(row_number() over (order by tree.path desc nulls last) as integer) as leaf_number,
        cast(tree.conditions as varchar) as conditions,
        cast(tree.action_id as varchar) as action_id,
        cast(tree.unit_count as bigint) as unit_count,
        cast(coalesce(customer_counts.customer_count, 0) as bigint) as customer_count,
        cast(tree.value_amount as double) as value_amount,
        cast(tree.value_error_amount as double) as value_error_amount
    from tree
    left join customer_counts
        on
            tree.action_id = customer_counts.action_id
            and tree.value_amount = customer_counts.value_amount
    where tree.record = 'leaf'
)

select * from final
