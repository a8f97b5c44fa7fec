{# Equal steps from 0 to twice the money that is left; without a budget there is only the one step,
   0. #}
{% set has_budget = number_var('nba_budget_amount') > 0 %}
{% set step_count = number_var('nba_frontier_step_count') | int if has_budget else 0 %}
with

money as (
    select * from {{ ref('int_money_left_counted') }}
),

steps as (
    {% for step in range(step_count + 1) %}
    select cast({{ step }} as integer) as step_number
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

final as (
    select
        steps.step_number,
        cast(
            money.left_amount * 2 * steps.step_number / {{ [step_count, 1] | max }}
            as decimal(18, 4)
        ) as budget_amount
    from steps
    cross join money
)

select * from final
