with

true_values as (
    select * from {{ ref('oracle_action_values') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

oracle_allocations as (
    select * from {{ ref('ml_oracle_allocation') }}
),

oracle_options as (
    select * from {{ ref('int_oracle_options_listed') }}
),

eligibility as (
    select * from {{ ref('action_eligibility') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- Like the units of the experiments, whom an action for retention could reach.
retention_customers as (
    select distinct eligibility.customer_id
    from eligibility
    inner join actions
        on eligibility.action_id = actions.action_id
    where eligibility.is_eligible and actions.goal = 'retention'
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

decisions as (
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
        decisions.policy,
        decisions.customer_id,
        decisions.action_id,
        retention_customers.customer_id is not null as is_retention_at_stake
    from decisions
    left join retention_customers
        on decisions.customer_id = retention_customers.customer_id
)

select * from final
