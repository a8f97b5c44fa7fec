{# Whether an action of input_actions may be given on a day at all. #}
{% macro action_is_live(actions, day) -%}
    (
        {{ actions }}.is_enabled
        and coalesce({{ actions }}.available_from <= {{ day }}, true)
        and coalesce({{ actions }}.available_until >= {{ day }}, true)
    )
{%- endmacro %}
