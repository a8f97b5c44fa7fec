with

value_promises as (
    select * from {{ ref('int_promises_compared') }}
),

effects as (
    select * from {{ ref('decision_effects') }}
),

effect_means as (
    select * from {{ ref('int_effect_means_weighed') }}
),

effect_units as (
    select * from {{ ref('int_effect_units_listed') }}
    where promised_effect is not null
),

actions as (
    select * from {{ ref('input_actions') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

-- Both arms stand for all explorers who might have drawn either.
promised_effects as (
    select
        action_id,
        goal,
        {{ exact_sum('(treated_weight + control_weight) * promised_effect') }}
        / {{ exact_sum('treated_weight + control_weight') }} as promised
    from effect_units
    group by action_id, goal
),

measured as (
    select
        policy,
        dimension,
        subject,
        'all' as goal,
        'net_value_amount' as measure,
        'holdout' as evidence,
        promised,
        observed,
        standard_error,
        unit_count,
        treated_customer_count,
        control_customer_count
    from value_promises

    union all

    -- What is promised of an action is what it does to its own goal.
    select
        policies.live_policy as policy,
        'action' as dimension,
        effects.action_id as subject,
        effects.goal,
        'effect' as measure,
        'explorers' as evidence,
        promised_effects.promised,
        effects.effect as observed,
        effects.standard_error,
        effects.unit_count,
        effect_means.treated_customer_count,
        effect_means.control_customer_count
    from effects
    inner join effect_means
        on
            effects.action_id = effect_means.action_id
            and effects.goal = effect_means.goal
    inner join actions
        on
            effects.action_id = actions.action_id
            and effects.goal = actions.goal
    inner join promised_effects
        on
            effects.action_id = promised_effects.action_id
            and effects.goal = promised_effects.goal
    cross join policies
),

bounded as (
    select
        *,
        {{ promise_half_width(
            'least(treated_customer_count, control_customer_count)', 'unit_count', 'standard_error'
        ) }} as half_width
    from measured
),

judged as (
    select
        *,
        observed - half_width as lower,
        observed + half_width as upper,
        promised between observed - half_width and observed + half_width as is_kept
    from bounded
),

final as (
    select
        cast(policy as varchar) as policy,
        cast(dimension as varchar) as dimension,
        cast(subject as varchar) as subject,
        cast(goal as varchar) as goal,
        cast(measure as varchar) as measure,
        cast(evidence as varchar) as evidence,
        cast(promised as double) as promised,
        cast(observed as double) as observed,
        cast(standard_error as double) as standard_error,
        cast(lower as double) as lower,
        cast(upper as double) as upper,
        cast(unit_count as bigint) as unit_count,
        cast(treated_customer_count as bigint) as treated_customer_count,
        cast(control_customer_count as bigint) as control_customer_count,
        cast(is_kept as boolean) as is_kept,
        cast(
            case
                when upper < 0 and not is_kept then 'critical'
                when not is_kept then 'warning'
                else 'none'
            end as varchar
        ) as severity,
        cast(
            case
                when not is_kept
                    then
                        'Promised was ' || {{ format_figure('promised', 3) }}
                        || case
                            when measure = 'effect' then ' of ' || goal
                            else ' a decision'
                        end
                        || ', and it was between ' || {{ format_figure('lower', 3) }} || ' and '
                        || {{ format_figure('upper', 3) }} || ' ('
                        || case
                            when evidence = 'holdout' then 'against the holdout'
                            else 'among explorers'
                        end || ').'
                        || case when upper < 0 then ' It does harm.' else '' end
            end as varchar
        ) as sentence
    from judged
)

select * from final
