{% macro require_one_of(name, allowed) %}
    {% if var(name) not in allowed %}
        {% do reject_var(name, 'one of ' ~ allowed | join(', ')) %}
    {% endif %}
{% endmacro %}
