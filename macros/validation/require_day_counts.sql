{% macro require_day_counts(name) %}
    {% set days = list_var(name) %}
    {% set wrong = days | reject('integer') | list + days | select('integer') | select('lt', 1) | list %}
    {% if not days or wrong %}
        {% do reject_var(name, 'a list of whole numbers of days, 1 or more, such as [7, 28]') %}
    {% endif %}
{% endmacro %}
