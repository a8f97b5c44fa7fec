{% macro require_success_metrics() %}
    {% set metrics = var('nba_success_metrics') %}
    {% if metrics is not mapping or not metrics.get('retention') or not metrics.get('upsell') %}
        {% do reject_var(
            'nba_success_metrics',
            'a mapping of both goals to a metric, such as {retention: retained, upsell: upsold}'
        ) %}
    {% endif %}
{% endmacro %}
