with

customers as (
    select * from {{ ref('input_customers') }}
),

drawn as (
    select
        customer_id,
        {{ assignment_draw("'holdout'", 'customer_id') }} as draw
    from customers
),

-- A higher rate keeps those who are in and adds others.
final as (
    select
        cast(customer_id as varchar) as customer_id,
        cast(draw as double) as draw
    from drawn
    where draw < {{ number_var('nba_holdout_rate') }}
)

select * from final
