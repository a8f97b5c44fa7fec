{#- Above it an amount in whole 1/10,000 is no longer exact in 64 bits of floating point, 2^53. -#}
{% macro largest_amount() %}
    {{ return(900000000000) }}
{% endmacro %}
