{#- Like exact_sum it does not depend on the order of rows; one factor of 0 makes it 0. -#}
{% macro exact_product(factor) -%}
    (
        case
            when min({{ factor }}) <= 0 then 0
            else exp({{ exact_sum('ln(nullif(' ~ factor ~ ', 0))') }})
        end
    )
{%- endmacro %}
