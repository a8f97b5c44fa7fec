with

groups as (
    select * from {{ ref('int_sensitive_groups_listed') }}
),

recommendations as (
    select * from {{ ref('recommendations') }}
    where decision_state = 'made'
),

action_values as (
    select * from {{ ref('action_values') }}
    where is_eligible and action_id <> 'do_nothing'
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

best_open as (
    select
        action_values.customer_id,
        max(cast(action_values.expected_value_amount as double)) as value_amount,
        max_by(
            cast(action_values.cost_amount as double),
            cast(action_values.expected_value_amount as double)
        ) as cost_amount
    from action_values
    inner join policies
        on action_values.policy = policies.live_policy
    group by action_values.customer_id
),

-- What giving to a customer is worth: what was decided, or else the best that is open.
options as (
    select
        groups.attribute,
        groups.group_name,
        groups.customer_id,
        recommendations.action_id <> 'do_nothing' as is_given,
        case
            when recommendations.action_id <> 'do_nothing'
                then cast(recommendations.expected_value_amount as double)
            else best_open.value_amount
        end as value_amount,
        case
            when recommendations.action_id <> 'do_nothing'
                then cast(recommendations.cost_amount as double)
            else best_open.cost_amount
        end as cost_amount
    from groups
    inner join recommendations
        on groups.customer_id = recommendations.customer_id
    left join best_open
        on groups.customer_id = best_open.customer_id
),

-- Within each group those of least value give up, or those of most value get, what brings its rate
-- to that of all.
ranked as (
    select
        *,
        round(
            count(*) over same_group
            * avg(case when is_given then 1.0 else 0.0 end) over same_attribute
        ) - sum(case when is_given then 1 else 0 end) over same_group as change_count,
        row_number() over (
            partition by attribute, group_name, is_given
            order by
                case when is_given then value_amount else -value_amount end asc nulls last,
                customer_id asc nulls last
        ) as change_order
    from options
    window
        same_group as (partition by attribute, group_name),
        same_attribute as (partition by attribute)
),

changes as (
    select
        *,
        coalesce(is_given and change_order <= -change_count, false) as is_taken,
        coalesce(
            not is_given and value_amount is not null and change_order <= change_count, false
        ) as is_added
    from ranked
),

final as (
    select
        cast(attribute as varchar) as attribute,
        cast(count(distinct group_name) as bigint) as group_count,
        cast(sum(case when is_taken then 1 else 0 end) as bigint) as taken_customer_count,
        cast(sum(case when is_added then 1 else 0 end) as bigint) as added_customer_count,
        cast(
            {{ exact_sum('case when is_taken then value_amount else 0 end') }} as double
        ) as forgone_value_amount,
        cast(
            {{ exact_sum('case when is_added then value_amount else 0 end') }} as double
        ) as added_value_amount,
        cast(
            {{ exact_sum(
                'case when is_added then cost_amount when is_taken then -cost_amount else 0 end'
            ) }} as double
        ) as spend_change_amount
    from changes
    group by attribute
)

select * from final
