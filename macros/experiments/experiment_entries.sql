{% macro experiment_entries(observations, scales) -%}
{#- A unit without covariate takes their mean, which favours no arm. -#}
scaled as (
    select
        {{ observations }}.*,
        {{ whole_units('numerator', scales ~ '.y_scale') }} as y_units,
        {{ whole_units('denominator', scales ~ '.d_scale') }} as d_units,
        {{ whole_units(
            'coalesce(numerator_covariate, ' ~ scales ~ '.average_numerator_covariate)',
            scales ~ '.x_scale'
        ) }} as x_units,
        {{ whole_units(
            'coalesce(denominator_covariate, ' ~ scales ~ '.average_denominator_covariate)',
            scales ~ '.z_scale'
        ) }} as z_units,
        {{ whole_units('missing_value', scales ~ '.y_scale') }} as missing_y_units,
        case
            when denominator is not null
                then {{ whole_units('missing_value', scales ~ '.d_scale') }}
        end as missing_d_units
    from {{ observations }}
    inner join {{ scales }}
        on
            {{ observations }}.experiment_id = {{ scales }}.experiment_id
            and {{ observations }}.metric = {{ scales }}.metric
),

-- A unit that first counted with the value of the missing leaves it on the day its own one comes.
entries as (
    {% for day, weight, value in [
        ('entered_on', 1, ''), ('filled_on', 1, 'missing_'), ('entered_on', -1, 'missing_'),
    ] -%}
    select
        experiment_id,
        arm,
        metric,
        customer_id,
        stratum,
        {{ day }} as entered_on,
        {{ weight }} as unit_weight,
        {{ value }}y_units as y_units,
        {{ value }}d_units as d_units,
        x_units,
        z_units
    from scaled
    {% if value %}where filled_on is not null{% endif %}
    {{- '\n    union all\n' if not loop.last }}
    {% endfor %}
)
{%- endmacro %}
