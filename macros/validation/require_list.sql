{% macro require_list(name) %}
    {% set value = var(name) %}
    {% if value is string or value is mapping or value is not sequence %}
        {% do reject_var(name, 'a list of names, or [] for none') %}
    {% endif %}
{% endmacro %}
