{% set significance_level = number_var('nba_health_significance_level') %}
with

explorers as (
    select * from {{ ref('int_past_decisions_read') }}
    where is_live and role = 'exploration' and explored_probabilities is not null
),

actions as (
    select * from {{ ref('input_actions') }}
),

-- How likely each action was is in the log; what was drawn must follow it, or nothing that is
-- learnt by inverse probabilities holds.
draws as (
    select
        actions.action_id,
        coalesce({{ json_number('explorers.explored_probabilities', 'actions.action_id') }}, 0)
            as probability,
        case when explorers.action_id = actions.action_id then 1 else 0 end as is_drawn
    from explorers
    cross join actions
),

counted as (
    select
        action_id,
        count(*) as explorer_count,
        sum(is_drawn) as drawn_count,
        {{ exact_sum('probability') }} as expected_count,
        {{ exact_sum('probability * (1 - probability)') }} as variance
    from draws
    where probability > 0 or is_drawn = 1
    group by action_id
),

-- By the normal distribution, which counts follow that are not too small.
measured as (
    select
        *,
        case
            when variance >= 5 then (drawn_count - expected_count) / sqrt(variance)
        end as deviation
    from counted
),

tested as (
    select
        *,
        2 * (1 - ({{ normal_cdf('abs(deviation)') }})) as p_value
    from measured
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(explorer_count as bigint) as explorer_count,
        cast(drawn_count as bigint) as drawn_count,
        cast(expected_count as double) as expected_count,
        cast(deviation as double) as deviation,
        cast(p_value as double) as p_value,
        cast(
            case
                when p_value < {{ significance_level / 1000 }} then 'critical'
                when p_value < {{ significance_level }} then 'warning'
                else 'none'
            end as varchar
        ) as severity,
        cast(
            case
                when p_value < {{ significance_level }}
                    then
                        'It was drawn ' || {{ format_figure('drawn_count', 12) }}
                        || ' times, and by the probabilities of the log '
                        || {{ format_figure('expected_count', 4) }}
                        || ' were to be expected: see whether rows of the log are lost or changed.'
            end as varchar
        ) as sentence
    from tested
)

select * from final
