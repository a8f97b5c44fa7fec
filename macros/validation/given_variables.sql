{#- Names of the variables given on the command line, or set by the installing project. -#}
{% macro given_variables() %}
    {% set names = (invocation_args_dict.get('vars') or {}).keys() | list %}
    {% for name, value in installing_project().vars.items() %}
        {% do names.append(name) %}
        {% if value is mapping and name in ('next_best_action', installing_project().name) %}
            {% do names.extend(value.keys()) %}
        {% endif %}
    {% endfor %}
    {{ return(names | unique | sort) }}
{% endmacro %}
