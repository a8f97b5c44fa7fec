{% macro require_subset(name, allowed) %}
    {% do require_list(name) %}
    {% if var(name) | reject('in', allowed) | list %}
        {% do reject_var(name, 'a list of any of ' ~ allowed | join(', ')) %}
    {% endif %}
{% endmacro %}
