{#- What one unit of a goal's metric is worth: a column, a fixed amount, or the metric's own value. -#}
{% macro goal_worth(goals, customers) -%}
    cast(
        case {{ goals }}.value_column
            {% for column in goal_value_columns() %}
            when '{{ column }}' then {{ customers }}.{{ column }}
            {% endfor %}
            else 1
        end * coalesce({{ goals }}.value_amount, 1) as decimal(18, 4)
    )
{%- endmacro %}
