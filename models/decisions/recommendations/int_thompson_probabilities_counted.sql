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
        actions.catalogue_order,
        cast(options.cost_amount as double) as cost_amount,
        cast(cast(
            {{ resource_charge('options.cost_amount') }} as decimal(18, 4)
        ) as double) as resource_charge_amount
    from options
    inner join profiles
        on options.customer_id = profiles.customer_id
    inner join actions
        on options.action_id = actions.action_id
    {{ price_joins('options', 'profiles') }}
),

-- A customer's options in a list and those of a draw in a map: a row per customer, draw and
-- option would be hundreds of times the customers, and grouping it would not fit into memory.
offered as (
    select
        charged.customer_id,
        {{ ordered_list(row_as_struct('charged'), 'charged.catalogue_order') }} as options
    from charged
    group by charged.customer_id
),

draws as (
    select
        stratum,
        draw_number,
        map_from_entries(array_agg(row(action_id, drawn_effects))) as effects_by_action
    from drawn
    group by stratum, draw_number
),

-- What the customer would have got by each of the draws, at the prices of the day.
netted as (
    select
        customers.customer_id,
        draws.draw_number = customers.draw_number as is_followed,
        offered.options,
        {{ list_transform('offered.options', 'option', "cast(
            case
                when option.action_id = 'do_nothing' then 0
                else
                    " ~ dot_product('draws.effects_by_action[option.action_id]', 'customers.success_value_amounts') ~ "
                    - option.cost_amount - option.resource_charge_amount
            end as decimal(18, 4)
        )") }} as net_value_amounts
    from customers
    inner join offered
        on customers.customer_id = offered.customer_id
    inner join draws
        on customers.stratum = draws.stratum
),

-- Ties go to the first of the catalogue. The draw that was followed led to what was allocated,
-- whatever had to be repaired.
followed as (
    select
        netted.customer_id,
        case
            when netted.is_followed then allocated.action_id
            else
                netted.options[
                    {{ position_of_greatest('netted.net_value_amounts') }}
                ].action_id
        end as action_id
    from netted
    inner join allocated
        on netted.customer_id = allocated.customer_id
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
