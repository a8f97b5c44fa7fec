{% macro require_subset(name, allowed) %}
    {% set value = var(name) %}
    {% if value is string or value is not sequence or value | reject('in', allowed) | list %}
        {% do reject_var(name, 'a list of any of ' ~ allowed | join(', ')) %}
    {% endif %}
{% endmacro %}
