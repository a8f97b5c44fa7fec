{#- Increments come by falling value per cost, so that the dearest one left out is the next in line. -#}
{% macro budget_upper_bound(increments, budget) -%}
    with

    split_at_budget as (
        select
            policy,
            max(
                case when step_number = 0 or cumulative_cost_amount <= {{ budget }}
                    then cumulative_cost_amount end
            ) as spend_amount,
            max(
                case when step_number = 0 or cumulative_cost_amount <= {{ budget }}
                    then cumulative_value_amount end
            ) as value_amount,
            max(
                case when step_number > 0 and cumulative_cost_amount > {{ budget }}
                    then value_per_cost end
            ) as next_value_per_cost
        from {{ increments }}
        group by policy
    )

    select
        policy,
        cast(value_amount as double)
        + cast({{ budget }} - spend_amount as double) * coalesce(next_value_per_cost, 0)
            as upper_bound_amount,
        coalesce(next_value_per_cost, 0) as shadow_price
    from split_at_budget
{%- endmacro %}
