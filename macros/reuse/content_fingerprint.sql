{#- The types, the number and the hashes of the rows of a table, whatever their order. It is read again once in a run, or,
    where the table is one that is reused, once after it was built. -#}
{% macro content_fingerprint(name) %}
    {% set known = run_query(
        "select max(content) filter (where run in ('', " ~ text_literal(invocation_id) ~ ")), count(made_of) from "
        ~ fingerprint_table() ~ " where relation_name = " ~ text_literal(name)
    ).rows[0] %}
    {% if known[0] %}
        {{ return(known[0]) }}
    {% endif %}
    {% set content = run_query(
        "select md5(concat_ws('|', count(*), sum(hash(t)::hugeint), any_value(typeof(t)))) from " ~ name ~ " as t"
    ).columns[0][0] %}
    {% do run_query(
        "insert into " ~ fingerprint_table() ~ " values (" ~ text_literal(name) ~ ", null, " ~ text_literal(content)
        ~ ", " ~ text_literal('' if known[1] else invocation_id) ~ ")"
    ) %}
    {{ return(content) }}
{% endmacro %}
