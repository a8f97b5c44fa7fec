{# Past months of the log may be files beside the served one, which was copied without them. #}
{% macro require_history_files() %}
    {% for path in run_query("select path from served.history_files order by path").columns[0].values() %}
        {% if not run_query("select 1 from glob(" ~ text_literal(path) ~ ")").rows | length %}
            {% do exceptions.raise_compiler_error(
                "The served file '" ~ served_file() ~ "' is not whole: '" ~ path ~ "' is missing, which holds a"
                ~ " month of its decision log. Put it back, or move the served file away to begin without a log."
            ) %}
        {% endif %}
    {% endfor %}
{% endmacro %}
