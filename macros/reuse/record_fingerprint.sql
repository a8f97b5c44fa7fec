{% macro record_fingerprint(relation, made_of) %}
    {% call statement('record_fingerprint') %}
        delete from {{ fingerprint_table() }} where relation_name = {{ text_literal(relation | string) }};
        insert into {{ fingerprint_table() }}
        values ({{ text_literal(relation | string) }}, {{ text_literal(made_of) }}, null, '');
    {% endcall %}
{% endmacro %}
