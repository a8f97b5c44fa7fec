{# Describes public tables only, which others read, in one statement each: dbt's own way asks twice
   for the columns of every table, which takes longer than most of them take to build. #}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {% if model.access == 'public' and config.persist_relation_docs() %}
        {% set comments = [alter_relation_comment(relation, model.description)] %}
        {# The contract makes sure that these columns are there. #}
        {% for column in model.columns.values() %}
            {% do comments.append(
                'comment on column ' ~ relation ~ '.' ~ adapter.quote(column.name) ~ ' is '
                ~ duckdb_escape_comment(column.description) ~ ';'
            ) %}
        {% endfor %}
        {% do run_query(comments | join('\n')) %}
    {% endif %}
{% endmacro %}
