with

customers as (
    select * from {{ ref('int_thompson_customers_described') }}
),

drawn as (
    select * from {{ ref('int_thompson_options_drawn') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

final as (
    select
        customers.customer_id,
        drawn.action_id,
        case actions.goal
            when 'retention' then drawn.retention_probability
            when 'upsell' then drawn.upsell_probability
        end as success_probability,
        coalesce(drawn.mean_retention_effect * customers.retention_value_amount, 0)
        + coalesce(drawn.mean_upsell_effect * customers.upsell_value_amount, 0)
            as caused_value_amount,
        coalesce(drawn.drawn_retention_effect * customers.retention_value_amount, 0)
        + coalesce(drawn.drawn_upsell_effect * customers.upsell_value_amount, 0)
            as drawn_value_amount
    from customers
    inner join drawn
        on
            customers.stratum = drawn.stratum
            and customers.draw_number = drawn.draw_number
    inner join actions
        on drawn.action_id = actions.action_id
    where drawn.action_id <> 'do_nothing'
)

select * from final
