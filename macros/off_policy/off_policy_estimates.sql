{% macro off_policy_estimates(totals, keys) -%}
    {% for estimator in off_policy_estimators() %}
    select
        {{ keys | join(', ') }},
        '{{ estimator }}' as estimator,
        {{ off_policy_value(estimator) }} as value,
        {% if estimator == 'snips' %}
        {# Of the ratio of two means, by the delta method. #}
        sqrt(
            greatest(
                ips_square_total
                - 2 * (ips_total / nullif(weight_total, 0)) * weighted_ips_total
                + power(ips_total / nullif(weight_total, 0), 2) * weight_square_total, 0
            ) * unit_count / nullif(unit_count - 1.0, 0)
        ) / nullif(weight_total, 0) as standard_error
        {% else %}
        {{ standard_error_of_mean(
            estimator ~ '_total', estimator ~ '_square_total', 'unit_count'
        ) }} as standard_error
        {% endif %}
    from {{ totals }}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
{%- endmacro %}
