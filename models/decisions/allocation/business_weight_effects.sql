with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

unweighted_options as (
    select * from {{ ref('int_unweighted_options_listed') }}
),

unweighted_allocations as (
    select * from {{ ref('ml_unweighted_allocation') }}
    where record = 'choice'
),

actions as (
    select * from {{ ref('input_actions') }}
    where not coalesce(has_treatments, false)
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

weights as (
    select bool_or(business_weight <> 1) as is_weighted
    from actions
),

weighted as (
    select
        allocated.action_id,
        count(*) as customer_count,
        sum(allocated.expected_value_amount) as expected_value_amount
    from allocated
    inner join policies
        on allocated.policy = policies.live_policy
    group by allocated.action_id
),

unweighted as (
    select
        unweighted_options.action_id,
        count(*) as customer_count,
        sum(unweighted_options.expected_value_amount) as expected_value_amount
    from unweighted_allocations
    inner join unweighted_options
        on
            unweighted_allocations.customer_number = unweighted_options.customer_number
            and unweighted_allocations.action_number = unweighted_options.action_number
    group by unweighted_options.action_id
),

-- Where all weights are 1 nothing is allocated again.
compared as (
    select
        policies.live_policy as policy,
        actions.action_id,
        actions.business_weight,
        coalesce(weighted.customer_count, 0) as customer_count,
        coalesce(weighted.expected_value_amount, 0) as expected_value_amount,
        case
            when weights.is_weighted then coalesce(unweighted.customer_count, 0)
            else coalesce(weighted.customer_count, 0)
        end as unweighted_customer_count,
        case
            when weights.is_weighted then coalesce(unweighted.expected_value_amount, 0)
            else coalesce(weighted.expected_value_amount, 0)
        end as unweighted_expected_value_amount
    from actions
    cross join policies
    cross join weights
    left join weighted
        on actions.action_id = weighted.action_id
    left join unweighted
        on actions.action_id = unweighted.action_id
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(action_id as varchar) as action_id,
        cast(business_weight as double) as business_weight,
        cast(customer_count as bigint) as customer_count,
        cast(unweighted_customer_count as bigint) as unweighted_customer_count,
        cast(expected_value_amount as decimal(18, 4)) as expected_value_amount,
        cast(unweighted_expected_value_amount as decimal(18, 4))
            as unweighted_expected_value_amount,
        cast(expected_value_amount - unweighted_expected_value_amount as decimal(18, 4))
            as added_value_amount
    from compared
)

select * from final
