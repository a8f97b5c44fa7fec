{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

means as (
    select * from {{ ref('int_effect_means_weighed') }}
),

influences as (
    select * from {{ ref('int_effect_influences_summed') }}
),

-- Explorations of one customer share outcomes, so that customers are what is independent.
squares as (
    select
        action_id,
        goal,
        {{ exact_sum('outcome_influence * outcome_influence') }} as outcome_square_total,
        {{ exact_sum('delivery_influence * delivery_influence') }} as delivery_square_total,
        {{ exact_sum('outcome_influence * delivery_influence') }} as product_total
    from influences
    group by action_id, goal
),

differences as (
    select
        means.*,
        means.treated_mean - means.control_mean as effect,
        means.treated_delivery_rate - means.control_delivery_rate as delivery_difference,
        squares.outcome_square_total / power(means.unit_count, 2) as effect_variance,
        squares.delivery_square_total / power(means.unit_count, 2) as delivery_variance,
        squares.product_total / power(means.unit_count, 2) as covariance,
        least(means.treated_customer_count, means.control_customer_count) > 1 as has_error
    from means
    inner join squares
        on
            means.action_id = squares.action_id
            and means.goal = squares.goal
),

-- The effect on those whom the draw made get the action (Imbens and Angrist 1994). Where it is in
-- doubt whether the draw made any difference to that, nothing is said of them.
complied as (
    select
        *,
        case
            when has_error and delivery_difference - {{ z }} * sqrt(delivery_variance) > 0
                then effect / delivery_difference
        end as complier_effect
    from differences
),

-- The delta method.
with_errors as (
    select
        *,
        case when has_error then sqrt(effect_variance) end as standard_error,
        case
            when complier_effect is not null
                then sqrt(
                    greatest(
                        effect_variance - 2 * complier_effect * covariance
                        + power(complier_effect, 2) * delivery_variance, 0
                    )
                ) / delivery_difference
        end as complier_standard_error
    from complied
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(effect as double) as effect,
        cast(standard_error as double) as standard_error,
        cast(effect - {{ z }} * standard_error as double) as lower,
        cast(effect + {{ z }} * standard_error as double) as upper,
        cast(control_mean as double) as control_mean,
        cast(unit_count as bigint) as unit_count,
        cast(treated_unit_count as bigint) as treated_unit_count,
        cast(control_unit_count as bigint) as control_unit_count,
        cast(treated_delivery_rate as double) as delivery_rate,
        cast(control_delivery_rate as double) as undrawn_delivery_rate,
        cast(complier_effect as double) as complier_effect,
        cast(complier_standard_error as double) as complier_standard_error,
        cast(complier_effect - {{ z }} * complier_standard_error as double) as complier_lower,
        cast(complier_effect + {{ z }} * complier_standard_error as double) as complier_upper,
        cast(overlapping_rate as double) as overlapping_rate
    from with_errors
)

select * from final
