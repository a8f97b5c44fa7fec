{% macro numeric_feature_value(name_expression, alias) -%}
    cast(
        case {{ name_expression }}
            {%- for feature in numeric_features() %}
            when '{{ feature }}' then {{ alias }}.{{ feature }}
            {%- endfor %}
            when '' then null
        end as double
    )
{%- endmacro %}
