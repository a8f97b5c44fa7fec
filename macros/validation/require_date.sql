{% macro require_date(name) %}
    {% set value = var(name) | string %}
    {% if value %}
        {% set is_date = modules.re.fullmatch('\\d{4}-\\d{2}-\\d{2}', value) %}
        {% if is_date %}
            {% set parsed = run_query("select try_cast('" ~ value ~ "' as date)").columns[0][0] %}
        {% endif %}
        {% if not is_date or parsed is none %}
            {% do reject_var(name, 'a date written YYYY-MM-DD, or empty') %}
        {% endif %}
    {% endif %}
{% endmacro %}
