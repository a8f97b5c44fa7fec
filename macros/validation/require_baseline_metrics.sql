{% macro require_baseline_metrics() %}
    {% set metrics = var('nba_baseline_metrics') %}
    {% if metrics is not mapping or metrics.keys() | reject('in', var('nba_success_metrics')) | list %}
        {% do reject_var(
            'nba_baseline_metrics',
            'a mapping of goals of nba_success_metrics to a metric, such as {retention: '
            ~ 'subscription_continues}, or {} for none'
        ) %}
    {% endif %}
{% endmacro %}
