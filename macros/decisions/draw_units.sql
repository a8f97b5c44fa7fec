{# Parts that a draw is counted in: a power of two, so that a hash of 32 bits falls evenly on them and
   probabilities are exact in floating point. #}
{% macro draw_units() %}{{ return(1073741824) }}{% endmacro %}
