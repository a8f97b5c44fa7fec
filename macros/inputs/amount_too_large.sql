{#- A rule of checked_input for an amount that the allocation counts. -#}
{% macro amount_too_large(column) %}
    {{ return({
        'name': 'amount_too_large',
        'fails_when': 'typed.' ~ column ~ ' > ' ~ largest_amount(),
        'because': offending_value(
            column, 'above 900,000,000,000, the most that is counted exactly: use a larger unit'
        ),
    }) }}
{% endmacro %}
