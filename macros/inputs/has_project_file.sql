{% macro has_project_file(package, file_name) %}
    {% for file in installing_project().files %}
        {% if file.startswith(package ~ '://') and file.endswith('/' ~ file_name) %}
            {{ return(true) }}
        {% endif %}
    {% endfor %}
    {{ return(false) }}
{% endmacro %}
