{% macro engagement_level(engagement_score) -%}
    case
        when {{ engagement_score }} >= {{ var('nba_high_engagement_score') }} then 'high'
        when {{ engagement_score }} is not null then 'low'
        else 'unknown'
    end
{%- endmacro %}
