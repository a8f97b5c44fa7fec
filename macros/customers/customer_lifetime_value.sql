{% macro customer_lifetime_value(annual_revenue) -%}
    {% set annuity = namespace(factor=0.0) %}
    {% for year in range(number_var('nba_value_horizon_years') | int) %}
        {% set annuity.factor = annuity.factor + (1 + number_var('nba_discount_rate')) ** (-year) %}
    {% endfor %}
    {{ annual_revenue }} * {{ number_var('nba_gross_margin_rate') * annuity.factor }}
{%- endmacro %}
