{#- What reports call everything together, or something else than a goal. -#}
{% macro reserved_goal_names() %}
    {{ return(['none', 'all', 'revenue', 'cost', 'satisfaction']) }}
{% endmacro %}
