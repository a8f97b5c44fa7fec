{% macro require_number(name, lowest, highest, whole=false) %}
    {% set value = var(name) %}
    {% set allowed = ('a whole number' if whole else 'a number') ~ ' from ' ~ lowest ~ ' to ' ~ highest %}
    {% if value is not number or value is boolean %}
        {% do reject_var(name, allowed) %}
    {% elif not (lowest <= value <= highest) or (whole and value != value | int) %}
        {% do reject_var(name, allowed) %}
    {% endif %}
{% endmacro %}
