{% macro risk_level(churn_probability) -%}
    case
        when {{ churn_probability }} > {{ var('nba_high_risk_probability') }} then 'high'
        when {{ churn_probability }} < {{ var('nba_low_risk_probability') }} then 'low'
        when {{ churn_probability }} is not null then 'medium'
        else 'unknown'
    end
{%- endmacro %}
