{# Equal steps from 0 to twice the money that is for those who are decided on today; without a
   budget there is only the one step, 0. #}
{% set has_budget = number_var('nba_budget_amount') > 0 %}
{% set step_count = number_var('nba_frontier_step_count') | int if has_budget else 0 %}
with

limits as (
    select * from {{ ref('int_resource_limits_listed') }}
    where resource_id = 'budget'
),

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

foreseen_options as (
    select * from {{ ref('int_foreseen_options_listed') }}
),

samples as (
    select * from {{ ref('int_foresight_sampled') }}
),

due as (
    select count(distinct customer_id) as customer_count
    from options
),

foreseen as (
    select count(distinct foreseen_options.point_number) as point_count
    from foreseen_options
    cross join limits
    where foreseen_options.foreseen_on <= limits.period_end
),

-- What is left is for today and for all who come up later in the period, to each as much.
money as (
    select
        cast(
            case
                when foreseen.point_count = 0 then limits.maximum_amount
                else
                    limits.maximum_amount * due.customer_count
                    / (due.customer_count + foreseen.point_count / samples.sample_rate)
            end as decimal(18, 4)
        ) as today_amount
    from limits
    cross join due
    cross join foreseen
    cross join samples
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
            money.today_amount * 2 * steps.step_number / {{ [step_count, 1] | max }}
            as decimal(18, 4)
        ) as budget_amount
    from steps
    cross join money
)

select * from final
