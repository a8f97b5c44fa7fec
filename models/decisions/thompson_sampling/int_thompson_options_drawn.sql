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

-- What the action adds in each draw, and on average.
effects as (
    select
        draws.draw_number,
        draws.stratum,
        draws.action_id,
        draws.goal,
        draws.success_probability - untreated_draws.success_probability as drawn_effect,
        posteriors.posterior_mean - untreated.posterior_mean as mean_effect,
        posteriors.posterior_mean as success_probability
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

final as (
    select
        draw_number,
        stratum,
        action_id,
        max(case when goal = 'retention' then drawn_effect end) as drawn_retention_effect,
        max(case when goal = 'upsell' then drawn_effect end) as drawn_upsell_effect,
        max(case when goal = 'retention' then mean_effect end) as mean_retention_effect,
        max(case when goal = 'upsell' then mean_effect end) as mean_upsell_effect,
        max(case when goal = 'retention' then success_probability end) as retention_probability,
        max(case when goal = 'upsell' then success_probability end) as upsell_probability
    from effects
    group by draw_number, stratum, action_id
)

select * from final
