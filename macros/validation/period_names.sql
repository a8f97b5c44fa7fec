{#- From short to long; build is no period: what there is, is there again at every build. -#}
{% macro period_names() %}
    {{ return(['build', 'day', 'week', 'month', 'quarter', 'year']) }}
{% endmacro %}
