{#- Logs of earlier versions have a column per goal, its name and _value_amount. -#}
{% macro legacy_goal_values(present) %}
    {% set goals = {} %}
    {% for name in present if name.endswith('_value_amount') and name != 'expected_value_amount' %}
        {% do goals.update({name[:-13]: name}) %}
    {% endfor %}
    {{ return(json_columns_object(goals) if goals else none) }}
{% endmacro %}
