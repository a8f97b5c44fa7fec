{% macro require_text(name) %}
    {% set value = var(name) %}
    {% if value is not string or not modules.re.fullmatch('[A-Za-z0-9_.-]+', value) %}
        {% do reject_var(name, 'a text of letters, digits, dots, hyphens and underscores') %}
    {% endif %}
{% endmacro %}
