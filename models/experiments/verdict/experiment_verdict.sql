with

readout as (
    select * from {{ ref('experiment_readout') }}
),

designs as (
    select * from {{ ref('experiment_design') }}
),

arms as (
    select * from {{ ref('int_experiment_arms_listed') }}
),

failed_checks as (
    select * from {{ ref('int_experiment_failures_listed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- Whatever the direction of the metric, more is better from here on.
oriented as (
    select
        *,
        case when direction = 'decrease' then -simultaneous_upper else simultaneous_lower end
            as worst_gain,
        case when direction = 'decrease' then -simultaneous_lower else simultaneous_upper end
            as best_gain,
        case when direction = 'decrease' then -lower else upper end as best_single_gain,
        case when direction = 'decrease' then simultaneous_lower else simultaneous_upper end
            as best_end
    from readout
    where is_verdict_method and role in ('primary', 'guardrail')
),

designed as (
    select
        oriented.*,
        abs(designs.minimum_detectable_effect) as minimum_detectable_effect
    from oriented
    left join designs
        on
            oriented.experiment_id = designs.experiment_id
            and oriented.arm = designs.arm
),

judged_metrics as (
    select
        *,
        role = 'primary' and coalesce(worst_gain > 0, false) as is_better,
        role = 'primary' and coalesce(best_gain < 0, false) as is_worse,
        role = 'primary' and coalesce(best_gain < minimum_detectable_effect, false) as is_futile,
        role = 'guardrail' and coalesce(best_single_gain < -non_inferiority_margin, false)
            as is_breached,
        role = 'guardrail' and not coalesce(is_non_inferior, false) as is_unproven
    from designed
),

sentences as (
    select
        *,
        case
            when reason is not null then 'Nothing is known of ' || metric || ': ' || reason || '.'
            when is_better or is_worse
                then
                    metric || ' is '
                    || case when is_better then 'better' else 'worse' end
                    || ' than in the control: the difference lies between '
                    || {{ format_figure('simultaneous_lower') }} || ' and '
                    || {{ format_figure('simultaneous_upper') }} || '.'
            when role = 'primary' and is_futile
                then
                    'Even the most that the data allow for ' || metric || ', '
                    || {{ format_figure('best_end') }}
                    || ', is less than the effect worth detecting.'
            when role = 'primary'
                then
                    'The difference of ' || metric || ' lies between '
                    || {{ format_figure('simultaneous_lower') }} || ' and '
                    || {{ format_figure('simultaneous_upper') }}
                    || ', so that its sign is open.'
            when is_breached
                then
                    'The guardrail ' || metric || ' is breached: it got worse by more than '
                    || {{ format_figure('non_inferiority_margin') }} || '.'
            when is_unproven
                then
                    'The guardrail ' || metric
                    || ' is not yet shown to hold: the difference lies between '
                    || {{ format_figure('lower') }} || ' and ' || {{ format_figure('upper') }}
                    || ', the margin is ' || {{ format_figure('non_inferiority_margin') }} || '.'
            else
                'The guardrail ' || metric || ' holds.'
        end as sentence
    from judged_metrics
),

judged_arms as (
    select
        experiment_id,
        arm,
        bool_or(is_better) as has_better_primary,
        bool_or(is_worse) as has_worse_primary,
        bool_or(is_breached) as has_breached_guardrail,
        bool_or(is_unproven) as has_unproven_guardrail,
        bool_or(role = 'primary') as has_primary,
        bool_and(is_futile or role <> 'primary') and bool_or(is_futile) as is_futile,
        string_agg(
            sentence, ' '
            order by
                case role when 'primary' then 1 else 2 end asc nulls last,
                metric asc nulls last
        ) as sentences
    from sentences
    group by experiment_id, arm
),

treated_arms as (
    select *
    from arms
    where control_arm is null or arm <> control_arm
),

weighed as (
    select
        treated_arms.experiment_id,
        treated_arms.arm,
        treated_arms.control_arm,
        treated_arms.unit_count,
        designs.required_unit_count,
        designs.ends_on,
        failed_checks.untrusted_reason,
        coalesce(judged_arms.sentences, 'The settings name no primary metric or guardrail.')
            as sentences,
        designs.ends_on < calendar.as_of_date as has_ended,
        case
            when failed_checks.experiment_id is not null then 'untrusted'
            when
                judged_arms.has_worse_primary
                or judged_arms.has_breached_guardrail
                or (judged_arms.is_futile and not judged_arms.has_better_primary)
                then 'stop'
            when judged_arms.has_better_primary and not judged_arms.has_unproven_guardrail
                then 'ship'
            else 'keep_testing'
        end as verdict
    from treated_arms
    cross join calendar
    left join judged_arms
        on
            treated_arms.experiment_id = judged_arms.experiment_id
            and treated_arms.arm = judged_arms.arm
    left join designs
        on
            treated_arms.experiment_id = designs.experiment_id
            and treated_arms.arm = designs.arm
    left join failed_checks
        on treated_arms.experiment_id = failed_checks.experiment_id
),

final as (
    select
        cast(experiment_id as varchar) as experiment_id,
        cast(arm as varchar) as arm,
        cast(control_arm as varchar) as control_arm,
        cast(verdict as varchar) as verdict,
        cast(
            concat_ws(
                ' ',
                untrusted_reason || '. Nothing below can be relied on.',
                sentences,
                case
                    when unit_count < required_unit_count
                        then
                            'The arm has ' || cast(unit_count as varchar) || ' of the '
                            || cast(required_unit_count as varchar) || ' planned units.'
                    when verdict = 'keep_testing' and has_ended
                        then
                            'It ended on ' || cast(ends_on as varchar)
                            || ' without an answer: extend it or give it up.'
                end
            ) as varchar
        ) as reason,
        cast(untrusted_reason is null as boolean) as is_trusted,
        cast(unit_count as bigint) as unit_count,
        cast(required_unit_count as bigint) as required_unit_count
    from weighed
)

select * from final
