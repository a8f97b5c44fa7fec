{% macro served_file() %}
    {{ return(graph.nodes[node_id('int_publication_written')].config.meta.published_path) }}
{% endmacro %}
