with

options as (
    select * from {{ ref('int_trial_options_valued') }}
),

units as (
    select
        unit_id,
        customer_id
    from {{ ref('int_uplift_training_rows') }}
),

customers as (
    select * from {{ ref('input_customers') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

action_charges as (
    select * from {{ ref('int_action_charges_summed') }}
),

budget_prices as (
    select
        policy,
        price
    from prices
    where resource_id = 'budget'
),

-- A policy is its values at today's prices: what it would have done with the units of experiments.
netted as (
    select
        options.policy,
        options.unit_id,
        options.action_id,
        options.catalogue_order,
        cast(options.value_amount as double)
        - ({{ resource_charge('cast(options.cost_amount as double)') }}) as net_value_amount
    from options
    inner join units
        on options.unit_id = units.unit_id
    inner join customers
        on units.customer_id = customers.customer_id
    {{ price_joins('options', 'customers') }}
),

ranked as (
    select
        policy,
        unit_id,
        action_id,
        row_number() over (
            partition by policy, unit_id
            order by
                cast(net_value_amount as decimal(18, 4)) desc nulls last,
                catalogue_order asc nulls last
        ) as net_value_rank
    from netted
),

final as (
    select
        policy,
        unit_id,
        action_id
    from ranked
    where net_value_rank = 1
)

select * from final
