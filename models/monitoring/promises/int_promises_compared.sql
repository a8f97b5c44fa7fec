{% set keys = ['policy', 'dimension', 'subject'] %}
with

units as (
    select * from {{ ref('int_promise_units_listed') }}
),

dimensioned as (
    {% for dimension, subject in [
        ('policy', "'all'"), ('segment', 'segment'), ('month', 'month_name')
    ] %}
    select
        policy,
        '{{ dimension }}' as dimension,
        {{ subject }} as subject,
        customer_id,
        treated_weight,
        control_weight,
        promised_amount,
        outcome
    from units
    where {{ subject }} is not null
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

{{ weighted_differences('dimensioned', keys) }},

promised as (
    select
        policy,
        dimension,
        subject,
        {{ exact_mean('promised_amount') }} as promised
    from dimensioned
    where treated_weight > 0
    group by policy, dimension, subject
),

final as (
    select
        differences.policy,
        differences.dimension,
        differences.subject,
        promised.promised,
        differences.difference as observed,
        differences.standard_error,
        differences.unit_count,
        differences.treated_customer_count,
        differences.control_customer_count
    from differences
    inner join promised
        on
            differences.policy = promised.policy
            and differences.dimension = promised.dimension
            and differences.subject = promised.subject
)

select * from final
