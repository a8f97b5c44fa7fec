{% set features = numeric_features() %}
with

units as (
    select * from {{ ref('int_experiment_units_described') }}
),

centres as (
    select
    {% for feature in features %}
        {{ exact_mean(feature) }} as {{ feature }}_mean,
        {% endfor %}
        experiment_id
    from units
    group by experiment_id
),

centred as (
    select
        units.experiment_id,
        units.arm,
        {% for feature in features %}
        -- Without a value a unit is taken for average, in every arm alike.
        coalesce(units.{{ feature }} - centres.{{ feature }}_mean, 0) as {{ feature }},
        {% endfor %}
        units.customer_id
    from units
    inner join centres
        on units.experiment_id = centres.experiment_id
),

spreads as (
    select
    {% for feature in features %}
        coalesce(nullif(max(abs({{ feature }})), 0), 1) as {{ feature }}_spread,
        {% endfor %}
        experiment_id
    from centred
    group by experiment_id
),

-- Whole numbers, so that the sums do not depend on the order of the rows.
counted as (
    select
        centred.experiment_id,
        centred.arm,
        {% for feature in features %}
        cast(
            round(cast(centred.{{ feature }} as double) / spreads.{{ feature }}_spread * 1073741824)
            as bigint
        ) as {{ feature }},
        {% endfor %}
        centred.customer_id
    from centred
    inner join spreads
        on centred.experiment_id = spreads.experiment_id
),

final as (
    select
        experiment_id,
        arm,
        count(*) as unit_count,
        concat_ws(
            ',', ''
            {% for feature in features %}
            , cast(sum({{ feature }}) as varchar)
            {% endfor %}
        ) as value_sums,
        concat_ws(
            ',', ''
            {% for feature in features %}
            {% for other in features[loop.index0:] %}
            , cast(sum({{ feature }} * {{ other }}) as varchar)
            {% endfor %}
            {% endfor %}
        ) as product_sums
    from counted
    group by experiment_id, arm
)

select * from final
