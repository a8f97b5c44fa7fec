{#- The intervals rest on the central limit theorem: few units, or customers of an arm, have none. -#}
{% macro promise_half_width(smallest_count, unit_count, standard_error) -%}
case
    when {{ smallest_count }} >= {{ number_var('nba_promise_customer_count') }}
        then {{ anytime_multiplier(unit_count) }} * {{ standard_error }}
end
{%- endmacro %}
