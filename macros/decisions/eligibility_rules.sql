{% macro eligibility_rules() %}
    {{ return(accepted_rows('input_eligibility_rules', 'rule_id')) }}
{% endmacro %}
