{#- A settings table that is absent is empty, unless there is a default for it. -#}
{% macro settings_table(name, columns, optional=[]) %}
    {% if name not in list_var('nba_absent_inputs') %}
        {% set relation = ref(name) %}
    {% elif name in default_settings() %}
        {% set relation = ref(default_settings()[name]) %}
    {% else %}
        {{ return(empty_raw_table(columns + optional)) }}
    {% endif %}
    {% set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | list
        if execute and optional else [] %}
    {% set select_list = [] %}
    {% for column in columns + optional %}
        {% if column in optional and present and column not in present %}
            {% do select_list.append('cast(null as varchar) as ' ~ column) %}
        {% else %}
            {% do select_list.append(column) %}
        {% endif %}
    {% endfor %}
    {{ return('select ' ~ select_list | join(', ') ~ ' from ' ~ relation) }}
{% endmacro %}
