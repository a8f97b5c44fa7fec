{#- Columns of customer_profile that hold words, but for keys. -#}
{% macro sensitive_attribute_names() %}
    {% set names = [] %}
    {% for name, attribute in rule_attributes().items()
        if attribute.column.startswith('profiles.') and attribute.type == 'varchar'
        and not name.endswith('_id') and not name.endswith('_source') %}
        {% do names.append(name) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}
