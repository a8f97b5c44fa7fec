{% set keys = ['goal', 'decile'] %}
with

effect_units as (
    select * from {{ ref('int_effect_units_listed') }}
    where promised_effect is not null
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- What the models said when the decision was made: none of them had seen what came after.
ranked as (
    select
        effect_units.customer_id,
        effect_units.goal,
        effect_units.treated_weight,
        effect_units.control_weight,
        effect_units.promised_effect,
        effect_units.outcome,
        ntile(10) over (
            partition by effect_units.goal
            order by
                effect_units.promised_effect asc nulls last,
                effect_units.decision_id asc nulls last,
                effect_units.action_id asc nulls last
        ) as decile
    from effect_units
    inner join actions
        on
            effect_units.action_id = actions.action_id
            and effect_units.goal = actions.goal
),

{{ weighted_differences('ranked', keys) }},

promised as (
    select
        goal,
        decile,
        {{ exact_sum('(treated_weight + control_weight) * promised_effect') }}
        / {{ exact_sum('treated_weight + control_weight') }} as promised
    from ranked
    group by goal, decile
),

bounded as (
    select
        differences.*,
        promised.promised,
        {{ promise_half_width(
            'least(differences.treated_customer_count, differences.control_customer_count)',
            'differences.unit_count', 'differences.standard_error'
        ) }} as half_width
    from differences
    inner join promised
        on
            differences.goal = promised.goal
            and differences.decile = promised.decile
),

judged as (
    select
        *,
        difference - half_width as lower,
        difference + half_width as upper,
        promised between difference - half_width and difference + half_width as is_kept
    from bounded
),

final as (
    select
        cast(goal as varchar) as goal,
        cast(decile as integer) as decile,
        cast(promised as double) as predicted_uplift,
        cast(difference as double) as observed_uplift,
        cast(standard_error as double) as standard_error,
        cast(lower as double) as lower,
        cast(upper as double) as upper,
        cast(treated_unit_count as bigint) as treated_unit_count,
        cast(control_unit_count as bigint) as control_unit_count,
        cast(is_kept as boolean) as is_calibrated,
        cast(case when not is_kept then 'warning' else 'none' end as varchar)
            as severity,
        cast(
            case
                when not is_kept
                    then
                        'The models said ' || {{ format_figure('promised', 3) }}
                        || ', and it was between ' || {{ format_figure('lower', 3) }} || ' and '
                        || {{ format_figure('upper', 3) }} || '.'
            end as varchar
        ) as sentence
    from judged
)

select * from final
