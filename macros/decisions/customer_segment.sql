{% macro customer_segment(risk_level, value_level, engagement_level) -%}
    case
        when {{ risk_level }} = 'high' and {{ value_level }} = 'high' then 'critical_save'
        when {{ risk_level }} = 'high' then 'automated_save'
        when
            {{ risk_level }} = 'low' and {{ value_level }} = 'high'
            and {{ engagement_level }} = 'high'
            then 'growth_opportunity'
        when {{ risk_level }} = 'low' and {{ value_level }} = 'high' then 'monitor_only'
        else 'standard_care'
    end
{%- endmacro %}
