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

goals_at_stake as (
    select * from {{ ref('int_goals_at_stake_listed') }}
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

-- Retention is at stake for those whom a retention action may still reach.
final as (
    select
        decisions.policy,
        decisions.customer_id,
        decisions.action_id,
        goals_at_stake.customer_id is not null as is_retention_at_stake
    from decisions
    left join goals_at_stake
        on
            decisions.customer_id = goals_at_stake.customer_id
            and goals_at_stake.goal = 'retention'
)

select * from final
