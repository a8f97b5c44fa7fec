with

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

oracle_allocations as (
    select * from {{ ref('ml_oracle_allocation') }}
),

oracle_options as (
    select * from {{ ref('int_oracle_options_listed') }}
),

-- The same limits hold for who knows the truth.
oracle_allocated as (
    select
        oracle_options.policy,
        oracle_options.customer_id,
        oracle_options.action_id
    from oracle_allocations
    inner join oracle_options
        on
            oracle_allocations.customer_number = oracle_options.customer_number
            and oracle_allocations.action_number = oracle_options.action_number
    where oracle_allocations.record = 'choice'
),

-- Retention is at stake for those whom a retention action may still reach.
customers_at_stake as (
    select distinct eligibility.customer_id
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    where eligibility.is_eligible and actions.goal = 'retention'
),

all_allocated as (
    select
        policy,
        customer_id,
        action_id
    from allocated

    union all

    select
        policy,
        customer_id,
        action_id
    from oracle_allocated

    union all

    select
        'do_nothing' as policy,
        customer_id,
        action_id
    from true_values
    where action_id = 'do_nothing'
),

final as (
    select
        cast(all_allocated.policy as varchar) as policy,
        cast(sum(true_values.cost_amount) as decimal(18, 4)) as spend_amount,
        cast(sum(true_values.true_value_amount) as decimal(18, 4)) as true_value_amount,
        cast(
            {{ exact_mean(
                'case when customers_at_stake.customer_id is not null'
                ~ ' then true_values.retained_probability end'
            ) }} as double
        ) as retention_rate,
        cast(
            sum(case when all_allocated.action_id <> 'do_nothing' then 1 else 0 end) as bigint
        ) as treated_customer_count
    from all_allocated
    inner join true_values
        on
            all_allocated.customer_id = true_values.customer_id
            and all_allocated.action_id = true_values.action_id
    left join customers_at_stake
        on all_allocated.customer_id = customers_at_stake.customer_id
    group by all_allocated.policy
)

select * from final
