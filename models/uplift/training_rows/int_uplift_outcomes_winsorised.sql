with

outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

-- Over all arms, so that they are treated alike, and not over zeros: however few customers spend
-- anything, a quantile of 0.99 cuts one in a hundred of them, and a yes/no outcome stays as it is.
ranked as (
    select
        goal,
        abs(outcome) as magnitude,
        row_number() over (partition by goal order by abs(outcome) asc nulls last)
            as magnitude_rank,
        count(*) over (partition by goal) as magnitude_count
    from outcomes
    where outcome <> 0
),

bounds as (
    select
        goal,
        {{ nearest_rank_quantile(
            'magnitude', 'magnitude_rank', 'magnitude_count',
            number_var('nba_outcome_winsor_quantile')
        ) }} as winsor_bound
    from ranked
    group by goal
),

final as (
    select
        outcomes.unit_id,
        outcomes.goal,
        outcomes.goal_order,
        outcomes.outcome,
        coalesce(
            least(greatest(outcomes.outcome, -bounds.winsor_bound), bounds.winsor_bound),
            outcomes.outcome
        ) as winsorised_outcome
    from outcomes
    left join bounds
        on outcomes.goal = bounds.goal
)

select * from final
