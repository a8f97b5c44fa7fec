{% macro standard_error_of_mean(total, square_total, row_count) -%}
    sqrt(
        greatest({{ square_total }} - power({{ total }}, 2) / {{ row_count }}, 0)
        / nullif({{ row_count }} - 1.0, 0) / {{ row_count }}
    )
{%- endmacro %}
