{% macro weighted_differences(units, keys) -%}
{%- set same = keys | join(', ') -%}
arm_totals as (
    select
        {{ same }},
        {{ weighted_arm_totals(['outcome']) }}
    from {{ units }}
    group by {{ same }}
),

arm_means as (
    select
        *,
        treated_outcome_total / treated_weight_total as treated_mean,
        control_outcome_total / control_weight_total as control_mean
    from arm_totals
    where treated_unit_count > 0 and control_unit_count > 0
),

-- What a customer moves the difference of the weighted means by: their units depend on each other.
customer_influences as (
    select
        {% for key in keys %}
        units.{{ key }},
        {% endfor %}
        units.customer_id,
        {{ exact_sum(
            'units.treated_weight * (units.outcome - arm_means.treated_mean)'
            ~ ' / arm_means.treated_weight_total'
        ) }} as treated_influence,
        {{ exact_sum(
            'units.control_weight * (units.outcome - arm_means.control_mean)'
            ~ ' / arm_means.control_weight_total'
        ) }} as control_influence
    from {{ units }} as units
    inner join arm_means
        on
            {% for key in keys %}
            {{ "and " if not loop.first }}units.{{ key }} = arm_means.{{ key }}
            {% endfor %}
    group by {% for key in keys %}units.{{ key }}, {% endfor %}units.customer_id
),

influence_squares as (
    select
        {{ same }},
        sum(power(treated_influence, 2)) as treated_square,
        sum(power(control_influence, 2)) as control_square,
        sum(treated_influence * control_influence) as product
    from customer_influences
    group by {{ same }}
),

-- With equal weights and a unit per customer this is the error of Welch (1947).
differences as (
    select
        arm_means.*,
        arm_means.treated_mean - arm_means.control_mean as difference,
        case
            when least(arm_means.treated_customer_count, arm_means.control_customer_count) > 1
                then
                    sqrt(
                        influence_squares.treated_square * arm_means.treated_customer_count
                        / (arm_means.treated_customer_count - 1.0)
                        + influence_squares.control_square * arm_means.control_customer_count
                        / (arm_means.control_customer_count - 1.0)
                        - 2 * influence_squares.product
                    )
        end as standard_error
    from arm_means
    inner join influence_squares
        on
            {% for key in keys %}
            {{ "and " if not loop.first }}arm_means.{{ key }} = influence_squares.{{ key }}
            {% endfor %}
)
{%- endmacro %}
