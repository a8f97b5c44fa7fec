with

goals as (
    select * from {{ ref('input_goals') }}
),

outcomes as (
    select * from {{ ref('int_uplift_outcomes_listed') }}
),

-- A success is a value above 0. What one brings is 1 of a yes/no metric, and the mean of the values
-- above 0 of any other, such as revenue (the two parts of Cragg, 1971).
counted as (
    select
        goal,
        bool_and(outcome in (0, 1)) as is_yes_no,
        sum(case when outcome > 0 then 1 else 0 end) as success_count,
        {{ exact_sum('case when outcome > 0 then outcome end') }} as success_total,
        {{ exact_sum_of_squares('case when outcome > 0 then outcome end') }}
            as success_square_total
    from outcomes
    group by goal
),

described as (
    select
        goal,
        is_yes_no,
        success_total / nullif(success_count, 0) as mean_success_outcome,
        greatest(success_square_total * success_count / power(success_total, 2) - 1, 0)
            as squared_coefficient_of_variation
    from counted
),

final as (
    select
        goals.goal,
        coalesce(described.is_yes_no, true) as is_yes_no,
        coalesce(described.mean_success_outcome, 1) as mean_success_outcome,
        coalesce(described.squared_coefficient_of_variation, 0)
            as squared_coefficient_of_variation
    from goals
    left join described
        on goals.goal = described.goal
)

select * from final
