{#- A number with signs of thousands, currency or percent as the contract writes it; what is no number stays as it is. -#}
{% macro text_to_number(text, decimal_mark='.', divisor=1) -%}
    {{ return(adapter.dispatch('text_to_number', 'next_best_action')(text, decimal_mark, divisor)) }}
{%- endmacro %}

{% macro duckdb__text_to_number(text, decimal_mark, divisor) -%}
    {%- set bare = "regexp_replace(" ~ text ~ ", '[€$£%''\\s]', '', 'g')" -%}
    {%- set thousands = '.' if decimal_mark == ',' else ',' -%}
    coalesce(
        cast(
            try_cast(
                replace(replace({{ bare }}, '{{ thousands }}', ''), '{{ decimal_mark }}', '.') as double
            ) / {{ divisor }}.0 as varchar
        ),
        cast({{ text }} as varchar)
    )
{%- endmacro %}
