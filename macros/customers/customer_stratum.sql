{% macro customer_stratum(churn_probability, lifetime_value_amount, tenure_days) -%}
    {{ risk_level(churn_probability) }} || '_risk|'
    || {{ value_level(lifetime_value_amount) }} || '_value|'
    || case
        when {{ tenure_days }} < 365 then 'new'
        when {{ tenure_days }} < 3 * 365 then 'settled'
        when {{ tenure_days }} is not null then 'long_standing'
        else 'unknown_tenure'
    end
{%- endmacro %}
