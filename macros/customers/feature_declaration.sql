{% macro feature_declaration(model_name, column_name, meta) %}
    {% set place = 'Column ' ~ column_name ~ ' of ' ~ model_name %}
    {% if meta.feature not in ('numeric', 'categorical') %}
        {% do exceptions.raise_compiler_error(
            place ~ " declares the feature type '" ~ meta.feature ~ "'. Allowed are numeric and categorical."
        ) %}
    {% endif %}
    {% set units = feature_units(meta.feature) %}
    {% set unit = meta.get('unit', units[0]) %}
    {% if unit not in units %}
        {% do exceptions.raise_compiler_error(
            place ~ " declares the unit '" ~ unit ~ "'. Of a " ~ meta.feature ~ " feature it is one of "
            ~ units | join(', ') ~ '.'
        ) %}
    {% endif %}
    {% if meta.get('phrase') and '{value}' not in meta.phrase %}
        {% do exceptions.raise_compiler_error(
            place ~ " has the phrase '" ~ meta.phrase ~ "', which does not say where the value goes. Write {value} there."
        ) %}
    {% endif %}
    {{ return({
        'name': column_name,
        'type': meta.feature,
        'label': meta.get('label') or column_name | replace('_', ' '),
        'unit': unit,
        'phrase': meta.get('phrase'),
        'missing_phrase': meta.get('missing_phrase'),
        'follows_decisions': meta.get('follows_decisions', false),
    }) }}
{% endmacro %}
