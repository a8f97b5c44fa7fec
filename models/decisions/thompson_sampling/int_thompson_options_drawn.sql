with

draws as (
    select
        cast(draw_number as integer) as draw_number,
        cast(stratum as varchar) as stratum,
        cast(action_id as varchar) as action_id,
        cast(goal as varchar) as goal,
        cast(success_probability as double) as success_probability
    from {{ ref('ml_thompson_draws') }}
),

posteriors as (
    select * from {{ ref('thompson_posteriors') }}
),

goals as (
    select
        goal,
        goal_order
    from {{ ref('input_goals') }}
),

-- What the action adds in each draw, and on average.
effects as (
    select
        draws.draw_number,
        draws.stratum,
        draws.action_id,
        draws.goal,
        draws.success_probability - untreated_draws.success_probability as drawn_effect,
        posteriors.posterior_mean - untreated.posterior_mean as mean_effect
    from draws
    inner join draws as untreated_draws
        on
            draws.draw_number = untreated_draws.draw_number
            and draws.stratum = untreated_draws.stratum
            and draws.goal = untreated_draws.goal
            and untreated_draws.action_id = 'do_nothing'
    inner join posteriors
        on
            draws.stratum = posteriors.stratum
            and draws.action_id = posteriors.action_id
            and draws.goal = posteriors.goal
    inner join posteriors as untreated
        on
            draws.stratum = untreated.stratum
            and draws.goal = untreated.goal
            and untreated.action_id = 'do_nothing'
),

options as (
    select distinct
        draw_number,
        stratum,
        action_id
    from effects
),

-- One effect per goal in a list, in the order of the goals; 0 on what the action was not tried on.
final as (
    select
        options.draw_number,
        options.stratum,
        options.action_id,
        {{ ordered_list('coalesce(effects.drawn_effect, 0)', 'goals.goal_order') }}
            as drawn_effects,
        {{ ordered_list('coalesce(effects.mean_effect, 0)', 'goals.goal_order') }}
            as mean_effects
    from options
    cross join goals
    left join effects
        on
            options.draw_number = effects.draw_number
            and options.stratum = effects.stratum
            and options.action_id = effects.action_id
            and goals.goal = effects.goal
    group by options.draw_number, options.stratum, options.action_id
)

select * from final
