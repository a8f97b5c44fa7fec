{#- Of a log, to which rows are only ever added: the columns of its day and its batch, as its meta names them. -#}
{% macro log_columns(table) %}
    {{ return(graph.nodes[node_id(table)].config.meta.get('log_columns') if execute else none) }}
{% endmacro %}
