{% macro wilson_bounds(rate, row_count, z) -%}
    {%- set centre -%}
    (({{ rate }} + {{ z }} * {{ z }} / (2 * {{ row_count }})) / (1 + {{ z }} * {{ z }} / {{ row_count }}))
    {%- endset -%}
    {%- set half_width -%}
    (
        {{ z }} * sqrt(
            {{ rate }} * (1 - {{ rate }}) / {{ row_count }}
            + {{ z }} * {{ z }} / (4.0 * {{ row_count }} * {{ row_count }})
        ) / (1 + {{ z }} * {{ z }} / {{ row_count }})
    )
    {%- endset -%}
    greatest({{ centre }} - {{ half_width }}, 0) as wilson_lower,
    least({{ centre }} + {{ half_width }}, 1) as wilson_upper
{%- endmacro %}
