with

customers as (
    select * from {{ ref('int_thompson_customers_described') }}
),

drawn as (
    select * from {{ ref('int_thompson_options_drawn') }}
),

options as (
    select * from {{ ref('action_values') }}
    where policy = 'thompson_sampling' and is_eligible
),

profiles as (
    select * from {{ ref('customer_profile') }}
),

prices as (
    select * from {{ ref('resource_prices') }}
),

action_charges as (
    select * from {{ ref('int_action_charges_summed') }}
),

allocated as (
    select * from {{ ref('int_actions_allocated') }}
    where policy = 'thompson_sampling'
),

actions as (
    select * from {{ ref('input_actions') }}
),

budget_prices as (
    select
        policy,
        price
    from prices
    where resource_id = 'budget'
),

charged as (
    select
        options.customer_id,
        options.action_id,
        cast(options.cost_amount as double) as cost_amount,
        cast(
            {{ resource_charge('options.cost_amount') }} as decimal(18, 4)
        ) as resource_charge_amount
    from options
    inner join profiles
        on options.customer_id = profiles.customer_id
    {{ price_joins('options', 'profiles') }}
),

-- What the customer would have got by each of the draws, at the prices of the day.
netted as (
    select
        charged.customer_id,
        drawn.draw_number,
        charged.action_id,
        actions.catalogue_order,
        case
            when charged.action_id = 'do_nothing' then 0
            else
                {{ dot_product('drawn.drawn_effects', 'customers.success_value_amounts') }}
                - charged.cost_amount - cast(charged.resource_charge_amount as double)
        end as net_value_amount,
        drawn.draw_number = customers.draw_number as is_followed
    from charged
    inner join customers
        on charged.customer_id = customers.customer_id
    inner join drawn
        on
            customers.stratum = drawn.stratum
            and charged.action_id = drawn.action_id
    inner join actions
        on charged.action_id = actions.action_id
),

best as (
    select
        customer_id,
        draw_number,
        is_followed,
        -- Ties go to the first of the catalogue.
        max_by(action_id, row(cast(net_value_amount as decimal(18, 4)), -catalogue_order))
            as action_id
    from netted
    group by customer_id, draw_number, is_followed
),

-- The draw that was followed led to what was allocated, whatever had to be repaired.
followed as (
    select
        best.customer_id,
        best.draw_number,
        case when best.is_followed then allocated.action_id else best.action_id end as action_id
    from best
    inner join allocated
        on best.customer_id = allocated.customer_id
),

final as (
    select
        customer_id,
        action_id,
        count(*) / cast({{ number_var('nba_thompson_draw_count') | int }} as double)
            as action_probability
    from followed
    group by customer_id, action_id
)

select * from final
