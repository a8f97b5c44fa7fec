{% macro crm_operations() %}
    {{ return(['insert', 'update', 'withdraw']) }}
{% endmacro %}
