{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

allocated as (
    select * from {{ ref('int_actions_allocated') }}
),

uplift_values as (
    select * from {{ ref('int_uplift_valued') }}
),

-- Money is wasted on a customer whom it earns less than it costs.
spent as (
    select
        allocated.policy,
        cast(allocated.cost_amount as double) as cost_amount,
        (
            cast(allocated.cost_amount as double)
            - cast(uplift_values.caused_value_amount as double)
        ) / nullif(uplift_values.caused_value_error_amount, 0) as standardised_loss
    from allocated
    inner join uplift_values
        on
            allocated.customer_id = uplift_values.customer_id
            and allocated.action_id = uplift_values.action_id
    where allocated.cost_amount > 0
),

judged as (
    select
        policy,
        cost_amount,
        {{ normal_cdf('standardised_loss') }} as wasted_probability,
        {{ normal_cdf('(standardised_loss - ' ~ z ~ ')') }} as wasted_probability_lower,
        {{ normal_cdf('(standardised_loss + ' ~ z ~ ')') }} as wasted_probability_upper
    from spent
    where standardised_loss is not null
),

-- The interval is that of errors which all go the same way.
final as (
    select
        policy,
        {{ exact_sum('cost_amount * wasted_probability') }} / {{ exact_sum('cost_amount') }}
            as value,
        {{ exact_sum('cost_amount * wasted_probability_lower') }} / {{ exact_sum('cost_amount') }}
            as lower,
        {{ exact_sum('cost_amount * wasted_probability_upper') }} / {{ exact_sum('cost_amount') }}
            as upper
    from judged
    group by policy
)

select * from final
