with

groups as (
    select * from {{ ref('int_sensitive_groups_listed') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state in ('made', 'standing') and action_id <> 'do_nothing'
),

given as (
    select
        customer_id,
        action_id,
        cast(expected_value_amount as double) as expected_value_amount
    from recommendations

    union all

    select
        customer_id,
        'any' as action_id,
        cast(expected_value_amount as double) as expected_value_amount
    from recommendations
),

group_sizes as (
    select
        attribute,
        is_protected,
        group_name,
        count(*) as customer_count
    from groups
    group by attribute, is_protected, group_name
),

actions as (
    select distinct action_id from given
),

counts as (
    select
        groups.attribute,
        groups.group_name,
        given.action_id,
        count(*) as recommended_count,
        {{ exact_sum('given.expected_value_amount') }} as expected_value_amount
    from groups
    inner join given
        on groups.customer_id = given.customer_id
    group by groups.attribute, groups.group_name, given.action_id
),

final as (
    select
        group_sizes.attribute,
        group_sizes.is_protected,
        group_sizes.group_name,
        actions.action_id,
        group_sizes.customer_count,
        coalesce(counts.recommended_count, 0) as recommended_count,
        coalesce(counts.expected_value_amount, 0) as expected_value_amount
    from group_sizes
    cross join actions
    left join counts
        on
            group_sizes.attribute = counts.attribute
            and group_sizes.group_name = counts.group_name
            and actions.action_id = counts.action_id
)

select * from final
