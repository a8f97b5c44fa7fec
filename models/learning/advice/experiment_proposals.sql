with

proposals as (
    select * from {{ ref('ml_experiment_proposals') }}
),

settings as (
    select * from {{ ref('int_proposal_settings_summed') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

priced as (
    select
        proposals.*,
        actions.action_name,
        actions.goal,
        actions.catalogue_order,
        settings.eligible_count,
        settings.baseline_probability,
        calendar.as_of_date,
        proposals.action_cost_amount + proposals.forgone_value_amount as price_amount
    from proposals
    inner join settings
        on proposals.action_id = settings.action_id
    inner join actions
        on proposals.action_id = actions.action_id
    cross join calendar
),

final as (
    select
        cast(
            row_number() over (
                order by
                    information_value_amount - price_amount desc nulls last,
                    catalogue_order asc nulls last
            ) as integer
        ) as proposal_rank,
        cast('evidence_' || action_id || '_' || cast(as_of_date as varchar) as varchar)
            as experiment_id,
        cast(action_id as varchar) as action_id,
        cast(action_name as varchar) as action_name,
        cast(goal as varchar) as goal,
        cast(eligible_count as bigint) as eligible_count,
        cast(eligible_count * 7.0 / {{ number_var('nba_outcome_window_days') }} as double)
            as weekly_eligible_count,
        cast(baseline_probability as double) as baseline_probability,
        cast(break_even_effect as double) as break_even_effect,
        cast(required_unit_count as bigint) as required_unit_count,
        cast(required_weeks as bigint) as required_weeks,
        cast(largest_unit_count as bigint) as largest_unit_count,
        cast(detectable_effect as double) as detectable_effect,
        cast(unit_count as bigint) as unit_count,
        cast(duration_weeks as bigint) as duration_weeks,
        cast(action_cost_amount as decimal(18, 2)) as action_cost_amount,
        cast(forgone_value_amount as decimal(18, 2)) as forgone_value_amount,
        cast(price_amount as decimal(18, 2)) as price_amount,
        cast(information_value_amount as decimal(18, 2)) as information_value_amount,
        cast(perfect_information_value_amount as decimal(18, 2))
            as perfect_information_value_amount,
        cast(information_value_amount - price_amount as decimal(18, 2)) as net_value_amount,
        cast(coalesce(information_value_amount > price_amount, false) as boolean)
            as is_worth_its_price
    from priced
)

select * from final
