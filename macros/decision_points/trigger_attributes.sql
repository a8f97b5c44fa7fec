{#- What a trigger may compare: what rules may, if it is known before the training, and the last decision. -#}
{% macro trigger_attributes() %}
    {% set attributes = {} %}
    {% for name, attribute in rule_attributes().items() if not attribute.column.startswith('segments.') %}
        {% do attributes.update({name: attribute}) %}
    {% endfor %}
    {% for name in ('days_since_last_decision', 'churn_probability_change') %}
        {% do attributes.update({name: {'column': 'last_decisions.' ~ name, 'type': 'double'}}) %}
    {% endfor %}
    {{ return(attributes) }}
{% endmacro %}
