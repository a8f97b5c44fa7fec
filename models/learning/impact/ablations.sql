{% set propensity = 'propensity_v1' %}
with

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

action_values as (
    select * from {{ ref('action_values') }}
),

options as (
    select * from {{ ref('int_allocation_options_listed') }}
),

first_come as (
    select * from {{ ref('ml_first_come_allocation') }}
),

rule_losses as (
    select * from {{ ref('int_rule_losses_summed') }}
),

policy_values as (
    select * from {{ ref('policy_value') }}
    where estimator = 'dr' and outcome = 'net_value' and goal = 'all'
),

differences as (
    select * from {{ ref('policy_value_differences') }}
    where
        estimator = 'dr' and outcome = 'net_value' and goal = 'all'
        and reference_policy = '{{ propensity }}'
),

-- Whom the policy in charge itself decided about.
decided as (
    select
        allocated.policy,
        allocated.customer_id,
        cast(allocated.expected_value_amount as double) as expected_value_amount
    from allocated
    inner join policies
        on allocated.policy = policies.live_policy
    where not allocated.is_exploration and not allocated.is_challenged
),

propensity_allocated as (
    select
        customer_id,
        action_id
    from allocated
    where policy = '{{ propensity }}'
),

first_come_allocated as (
    select
        options.customer_id,
        cast(options.expected_value_amount as double) as expected_value_amount
    from first_come
    inner join options
        on
            first_come.customer_number = options.customer_number
            and first_come.action_number = options.action_number
    inner join policies
        on options.policy = policies.live_policy
),

-- What propensity chooses is judged by the values of the policy in charge.
compared as (
    select
        decided.policy,
        decided.expected_value_amount,
        coalesce(cast(action_values.expected_value_amount as double), 0) as propensity_value_amount,
        coalesce(first_come_allocated.expected_value_amount, 0) as first_come_value_amount
    from decided
    left join propensity_allocated
        on decided.customer_id = propensity_allocated.customer_id
    left join action_values
        on
            decided.policy = action_values.policy
            and decided.customer_id = action_values.customer_id
            and propensity_allocated.action_id = action_values.action_id
    left join first_come_allocated
        on decided.customer_id = first_come_allocated.customer_id
),

totals as (
    select
        policy,
        count(*) as customer_count,
        {{ exact_sum('expected_value_amount') }} as value_amount,
        {{ exact_sum('propensity_value_amount') }} as propensity_value_amount,
        {{ exact_sum('first_come_value_amount') }} as first_come_value_amount
    from compared
    group by policy
),

parts as (
    select
        'uplift' as part,
        'expected' as evidence,
        policy,
        customer_count as unit_count,
        value_amount / customer_count as with_amount,
        propensity_value_amount / customer_count as without_amount,
        cast(null as double) as lower,
        cast(null as double) as upper
    from totals
    where policy <> '{{ propensity }}'

    union all

    select
        'prices' as part,
        'expected' as evidence,
        policy,
        customer_count as unit_count,
        value_amount / customer_count as with_amount,
        first_come_value_amount / customer_count as without_amount,
        cast(null as double) as lower,
        cast(null as double) as upper
    from totals

    union all

    -- Prices stay as they are: without a rule no more than this could be had.
    select
        rule_losses.part,
        'expected' as evidence,
        totals.policy,
        rule_losses.customer_count as unit_count,
        totals.value_amount / totals.customer_count as with_amount,
        totals.value_amount / totals.customer_count
        + rule_losses.lost_value_amount / rule_losses.customer_count as without_amount,
        cast(null as double) as lower,
        cast(null as double) as upper
    from rule_losses
    cross join totals

    union all

    select
        'uplift' as part,
        differences.evidence,
        differences.policy,
        differences.unit_count,
        policy_values.value as with_amount,
        policy_values.value - differences.difference as without_amount,
        differences.lower,
        differences.upper
    from differences
    inner join policies
        on differences.policy = policies.live_policy
    inner join policy_values
        on
            differences.evidence = policy_values.evidence
            and differences.policy = policy_values.policy
),

final as (
    select
        cast(part as varchar) as part,
        cast(evidence as varchar) as evidence,
        cast(policy as varchar) as policy,
        cast(unit_count as bigint) as unit_count,
        cast(with_amount as double) as with_amount,
        cast(without_amount as double) as without_amount,
        cast(with_amount - without_amount as double) as earned_amount,
        cast(lower as double) as lower,
        cast(upper as double) as upper,
        cast(
            case part
                when 'uplift' then 'Deciding by what is caused instead of by propensity'
                when 'prices' then 'Giving resources by their prices instead of to the first'
                when 'eligibility_rules' then 'Keeping to the eligibility rules'
                when 'contact_policies' then 'Keeping to the contact policies'
            end
            || case
                when with_amount >= without_amount then ' earns '
                when part in ('uplift', 'prices') then ' loses '
                else ' costs at most '
            end
            || {{ format_amount('abs(with_amount - without_amount)') }} || ' per customer'
            || case
                when evidence = 'expected' then ', by the values of the policy itself.'
                else
                    ' (' || {{ format_amount('lower') }} || ' to ' || {{ format_amount('upper') }}
                    || '), judged by ' || evidence || '.'
            end as varchar
        ) as meaning
    from parts
)

select * from final
