{% macro off_policy_estimates(totals, cluster_totals, keys) -%}
    {% for estimator in off_policy_estimators() %}
    select
        {% for key in keys %}
        totals.{{ key }},
        {% endfor %}
        '{{ estimator }}' as estimator,
        {{ off_policy_value(estimator) }} as value,
        {% if estimator == 'snips' %}
        {# Of the ratio of two means, by the delta method. #}
        sqrt(
            greatest(
                ips_cluster_square_total
                - 2 * (ips_total / nullif(weight_total, 0)) * weighted_ips_cluster_total
                + power(ips_total / nullif(weight_total, 0), 2) * weight_cluster_square_total, 0
            ) * cluster_count / nullif(cluster_count - 1.0, 0)
        ) / nullif(weight_total, 0) as standard_error
        {% else %}
        {{ clustered_error_of_mean(
            estimator ~ '_total', estimator ~ '_square_total', 'unit_count',
            {
                'count': 'cluster_count',
                'size_square_total': 'cluster_size_square_total',
                'square_total': estimator ~ '_cluster_square_total',
                'size_total': estimator ~ '_cluster_size_total',
            }
        ) }} as standard_error
        {% endif %}
    from {{ totals }} as totals
    inner join {{ cluster_totals }} as cluster_totals
        on
            {% for key in keys %}
            {{ "and " if not loop.first }}totals.{{ key }} = cluster_totals.{{ key }}
            {% endfor %}
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
{%- endmacro %}
