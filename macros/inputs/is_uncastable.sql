{% macro is_uncastable(raw, typed, type) -%}
    (
        {{ typed }} is null
        and trim(cast({{ raw }} as varchar)) <> ''
        {%- if type.startswith('decimal') %}
        and coalesce({{ is_finite('try_cast(' ~ raw ~ ' as double)') }}, true)
        {%- endif %}
        {%- if type in ('integer', 'bigint') %}
        or try_cast({{ raw }} as double) <> {{ typed }}
        {%- endif %}
    )
{%- endmacro %}
