with

groups as (
    select * from {{ ref('int_sensitive_groups_listed') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state in ('made', 'standing') and action_id <> 'do_nothing'
),

action_values as (
    select * from {{ ref('action_values') }}
    where expected_value_amount > 0 and action_id <> 'do_nothing'
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

decided as (
    select
        customer_id,
        action_id = 'do_nothing' as is_missed
    from {{ ref('recommendations') }}
    where decision_state = 'made'
),

-- Whom an action is expected to benefit, open to them or not, and who gets none at all.
benefits as (
    select
        action_values.customer_id,
        action_values.action_id,
        decided.is_missed
    from action_values
    inner join policies
        on action_values.policy = policies.live_policy
    inner join decided
        on action_values.customer_id = decided.customer_id
),

benefiting as (
    select * from benefits

    union all

    select distinct
        customer_id,
        'any' as action_id,
        is_missed
    from benefits
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

missed as (
    select
        groups.attribute,
        groups.group_name,
        benefiting.action_id,
        count(*) as benefiting_count,
        sum(case when benefiting.is_missed then 1 else 0 end) as missed_count
    from groups
    inner join benefiting
        on groups.customer_id = benefiting.customer_id
    group by groups.attribute, groups.group_name, benefiting.action_id
),

final as (
    select
        group_sizes.attribute,
        group_sizes.is_protected,
        group_sizes.group_name,
        actions.action_id,
        group_sizes.customer_count,
        coalesce(counts.recommended_count, 0) as recommended_count,
        coalesce(counts.expected_value_amount, 0) as expected_value_amount,
        coalesce(missed.benefiting_count, 0) as benefiting_count,
        coalesce(missed.missed_count, 0) as missed_count
    from group_sizes
    cross join actions
    left join counts
        on
            group_sizes.attribute = counts.attribute
            and group_sizes.group_name = counts.group_name
            and actions.action_id = counts.action_id
    left join missed
        on
            group_sizes.attribute = missed.attribute
            and group_sizes.group_name = missed.group_name
            and actions.action_id = missed.action_id
)

select * from final
