{#- Liang and Zeger 1986, with the factor of G clusters over G - 1. What clusters add to the sums of
    single values is added last: where every cluster has one value it is exactly 0. -#}
{% macro clustered_error_of_mean(total, square_total, row_count, cluster) -%}
    sqrt(
        greatest(
            {{ square_total }} - power({{ total }}, 2) / {{ row_count }}
            + (
                ({{ cluster.square_total }} - {{ square_total }})
                - 2 * ({{ total }} / {{ row_count }}) * ({{ cluster.size_total }} - {{ total }})
                + power({{ total }} / {{ row_count }}, 2)
                * ({{ cluster.size_square_total }} - {{ row_count }})
            ), 0
        )
        / nullif({{ cluster.count }} - 1.0, 0) / {{ row_count }}
        * ({{ cluster.count }} / cast({{ row_count }} as double))
    )
{%- endmacro %}
