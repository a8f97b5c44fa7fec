{#- Reads the CTEs customers, profiles, engagement, segments and features of the model it is used in. -#}
{% macro customer_attributes(names) -%}
    {%- set attributes = rule_attributes() -%}
    select
        {% for name in names | unique -%}
            {{ attributes[name].column }} as {{ name }},
        {% endfor -%}
        profiles.customer_id
    from profiles
    inner join customers -- noqa: ST11
        on profiles.customer_id = customers.customer_id
    left join engagement -- noqa: ST11
        on profiles.customer_id = engagement.customer_id
    left join segments -- noqa: ST11
        on profiles.customer_id = segments.customer_id
    left join features -- noqa: ST11
        on
            profiles.customer_id = features.customer_id
            and profiles.as_of_date = features.as_of_date
{%- endmacro %}
