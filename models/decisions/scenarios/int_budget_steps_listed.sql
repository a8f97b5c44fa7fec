{# Equal steps from 0 to twice the budget; without a budget there is only the one step, 0. #}
{% set has_budget = number_var('nba_budget_amount') > 0 %}
{% set step_count = number_var('nba_frontier_step_count') | int if has_budget else 0 %}
with

final as (
    {% for step in range(step_count + 1) %}
    select
        cast({{ step }} as integer) as step_number,
        cast({{ budget_amount() }} * 2 * {{ step }} / {{ [step_count, 1] | max }} as decimal(18, 4))
            as budget_amount
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
)

select * from final
