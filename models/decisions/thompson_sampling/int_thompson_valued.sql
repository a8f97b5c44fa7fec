with

customers as (
    select * from {{ ref('int_thompson_customers_described') }}
),

drawn as (
    select * from {{ ref('int_thompson_options_drawn') }}
),

posteriors as (
    select * from {{ ref('thompson_posteriors') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

final as (
    select
        customers.customer_id,
        drawn.action_id,
        posteriors.posterior_mean as success_probability,
        {{ dot_product('drawn.mean_effects', 'customers.success_value_amounts') }}
            as caused_value_amount,
        {{ dot_product('drawn.drawn_effects', 'customers.success_value_amounts') }}
            as drawn_value_amount
    from customers
    inner join drawn
        on
            customers.stratum = drawn.stratum
            and customers.draw_number = drawn.draw_number
    inner join actions
        on drawn.action_id = actions.action_id
    left join posteriors
        on
            customers.stratum = posteriors.stratum
            and drawn.action_id = posteriors.action_id
            and actions.goal = posteriors.goal
    where drawn.action_id <> 'do_nothing'
)

select * from final
