{% macro increments_that_still_fit(name, source=none) -%}
    select
        policy,
        customer_id,
        step_number,
        sequence_number,
        increment_cost_amount,
        left_amount,
        cast(
            sum(increment_cost_amount) over (
                partition by policy
                order by sequence_number asc nulls last
                rows between unbounded preceding and current row
            ) as decimal(18, 4)
        ) as running_amount
    from {{ source ~ ' as ' ~ name if source is not none else name }}
    where dearest_amount <= left_amount
{%- endmacro %}
