with

units as (
    select * from {{ ref('int_effect_units_listed') }}
),

totals as (
    select
        action_id,
        goal,
        {{ weighted_arm_totals(['outcome', 'delivery']) }},
        avg(case when later_decision_count > 0 then 1.0 else 0.0 end) as overlapping_rate
    from units
    group by action_id, goal
),

-- Means by the inverse of the probability (Hajek 1971).
final as (
    select
        action_id,
        goal,
        {% for arm in ['treated', 'control'] %}
        {{ arm }}_unit_count,
        {{ arm }}_customer_count,
        {{ arm }}_weight_total,
        {{ arm }}_outcome_total / {{ arm }}_weight_total as {{ arm }}_mean,
        {{ arm }}_delivery_total / {{ arm }}_weight_total as {{ arm }}_delivery_rate,
        {% endfor %}
        unit_count,
        overlapping_rate
    from totals
    where treated_unit_count > 0 and control_unit_count > 0
)

select * from final
