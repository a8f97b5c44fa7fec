with

units as (
    select * from {{ ref('int_effect_units_listed') }}
),

means as (
    select * from {{ ref('int_effect_means_weighed') }}
),

-- With equal weights and a unit per customer the squares add up to the error of Welch (1947).
factors as (
    select
        action_id,
        goal,
        {% for arm in ['treated', 'control'] %}
        {{ arm }}_mean,
        {{ arm }}_delivery_rate,
        sqrt({{ arm }}_customer_count / nullif({{ arm }}_customer_count - 1.0, 0))
        * unit_count / {{ arm }}_weight_total as {{ arm }}_factor,
        {% endfor %}
        unit_count
    from means
),

-- What a unit moves the difference of the weighted means by, times the number of units.
unit_influences as (
    select
        units.action_id,
        units.goal,
        units.customer_id,
        factors.treated_factor * units.treated_weight * (units.outcome - factors.treated_mean)
        - factors.control_factor * units.control_weight * (units.outcome - factors.control_mean)
            as outcome_influence,
        factors.treated_factor * units.treated_weight
        * (units.delivery - factors.treated_delivery_rate)
        - factors.control_factor * units.control_weight
        * (units.delivery - factors.control_delivery_rate) as delivery_influence
    from units
    inner join factors
        on
            units.action_id = factors.action_id
            and units.goal = factors.goal
),

final as (
    select
        action_id,
        goal,
        customer_id,
        {{ exact_sum('outcome_influence') }} as outcome_influence,
        {{ exact_sum('delivery_influence') }} as delivery_influence
    from unit_influences
    group by action_id, goal, customer_id
)

select * from final
