with

evidence as (
    select * from {{ ref('action_evidence') }}
),

actions as (
    select * from {{ ref('input_actions') }}
),

proposals as (
    select * from {{ ref('experiment_proposals') }}
),

joined as (
    select
        evidence.action_id,
        actions.action_name,
        actions.catalogue_order,
        actions.is_enabled,
        evidence.goal,
        evidence.rung,
        evidence.basis,
        evidence.why,
        evidence.log_event_count,
        proposals.unit_count,
        proposals.required_unit_count,
        proposals.required_weeks,
        proposals.largest_unit_count,
        proposals.break_even_effect,
        proposals.detectable_effect,
        proposals.duration_weeks,
        proposals.action_cost_amount,
        proposals.forgone_value_amount,
        proposals.price_amount,
        proposals.information_value_amount,
        proposals.is_worth_its_price
    from evidence
    inner join actions
        on evidence.action_id = actions.action_id
    left join proposals
        on evidence.action_id = proposals.action_id
),

worded as (
    select
        *,
        case
            when rung = 'experimented' and basis = 'uplift_model' then 'Nothing.'
            when rung = 'experimented'
                then 'Units enough to tell who is moved, not only how many.'
            when rung = 'observed' then 'An experiment: chance has not decided who got it.'
            when log_event_count > 0
                then
                    'An experiment; and past actions enough to learn from, '
                    || cast(log_event_count as varchar) || ' are too few.'
            else 'Past actions with their success, or better, an experiment.'
        end as missing,
        case
            when rung = 'experimented'
                then
                    'Keep nba_exploration_rate above 0, so that what it does today stays known.'
            when not is_enabled then 'Enable it in actions.csv; until then nobody gets it.'
            when unit_count is null
                then
                    'Too few customers may get it today for an experiment: action_eligibility says'
                    || ' why.'
            when is_worth_its_price
                then
                    'Hand over its rows of experiment_actions: of '
                    || {{ format_figure('unit_count', 12) }} || ' customers half get it, which'
                    || ' costs ' || {{ format_amount('action_cost_amount') }} || ' and forgoes '
                    || {{ format_amount('forgone_value_amount') }} || '; the outcomes are known in '
                    || cast(duration_weeks as varchar) || ' weeks, and knowing is worth '
                    || {{ format_amount('information_value_amount') }} || '.'
            else
                'No experiment is worth its price: the best would tell what is worth '
                || {{ format_amount('information_value_amount') }} || ' for '
                || {{ format_amount('price_amount') }} || '. Exploration tries it on a few'
                || ' customers all the same (nba_exploration_rate).'
        end as next_step,
        case
            when required_weeks <= 104
                then
                    'The effect at which it pays for itself, ' || {{ format_figure(
                        '100 * break_even_effect', 3
                    ) }} || ' points, is seen with four chances in five in '
                    || {{ format_figure('required_unit_count', 12) }} || ' customers, '
                    || {{ format_figure('required_weeks', 12) }} || ' weeks at the pace of today.'
            when break_even_effect is not null
                then
                    'It pays for itself from ' || {{ format_figure('100 * break_even_effect', 3) }}
                    || ' points on, fewer than an experiment shows in two years.'
        end as effect_sentence,
        case
            when detectable_effect is not null and required_unit_count > largest_unit_count
                then
                    'The ' || {{ format_figure('largest_unit_count', 12) }}
                    || ' customers who can be treated today show '
                    || {{ format_figure('100 * detectable_effect', 3) }} || ' points.'
        end as limit_sentence
    from joined
),

final as (
    select
        cast(action_id as varchar) as action_id,
        cast(action_name as varchar) as action_name,
        cast(goal as varchar) as goal,
        cast(rung as varchar) as rung,
        cast(why as varchar) as why,
        cast(missing as varchar) as missing,
        cast(concat_ws(' ', next_step, effect_sentence, limit_sentence) as varchar) as next_step,
        cast(catalogue_order as integer) as catalogue_order
    from worded
)

select * from final
