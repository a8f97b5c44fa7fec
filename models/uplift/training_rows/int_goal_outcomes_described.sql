with

goals as (
    select * from {{ ref('input_goals') }}
),

outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

-- A success is a value above 0. What one brings is 1 of a yes/no metric, and the mean of the values
-- above 0 of any other, such as revenue (the two parts of Cragg, 1971).
described as (
    select
        goal,
        bool_and(outcome in (0, 1)) as is_yes_no,
        {{ exact_sum('case when outcome > 0 then outcome end') }}
        / nullif(sum(case when outcome > 0 then 1 else 0 end), 0) as mean_success_outcome
    from outcomes
    group by goal
),

final as (
    select
        goals.goal,
        coalesce(described.is_yes_no, true) as is_yes_no,
        coalesce(described.mean_success_outcome, 1) as mean_success_outcome
    from goals
    left join described
        on goals.goal = described.goal
)

select * from final
