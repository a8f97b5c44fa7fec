with

probabilities as (
    select * from {{ ref('int_exploration_probabilities_computed') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

-- One random start for each action.
started as (
    select
        probabilities.*,
        cast(
            {{ hash_bucket(
                "concat_ws('|', '" ~ var('nba_assignment_salt') ~ "', 'exploration_start', "
                ~ "cast(calendar.as_of_date as varchar), probabilities.action_id)",
                draw_units()
            ) }} as bigint
        ) as start_units,
        md5(
            concat_ws(
                '|', '{{ var('nba_assignment_salt') }}', 'explorer',
                cast(calendar.as_of_date as varchar), probabilities.customer_id
            )
        ) as draw_key
    from probabilities
    cross join calendar
),

-- Systematic sampling (Madow 1949): customers lie side by side, each as long as likely to be
-- drawn, and equally spaced points are laid over them. A run of customers is hit as often as
-- expected, rounded up at most: within an account manager, or from the dearest to the cheapest.
laid_out as (
    select
        *,
        start_units + sum(draw_units) over (
            partition by action_id
            order by
                case when is_by_account_manager then account_manager_id end asc nulls first,
                cost_amount desc nulls last,
                stratum asc nulls last,
                draw_key asc nulls last,
                customer_id asc nulls last
            rows between unbounded preceding and current row
        ) as end_units
    from started
),

hit as (
    select
        *,
        floor(end_units / {{ draw_units() }})
        > floor((end_units - draw_units) / {{ draw_units() }}) as is_hit
    from laid_out
),

first_hits as (
    select
        customer_id,
        min(case when is_hit then draw_position end) as draw_position
    from hit
    group by customer_id
),

final as (
    select
        hit.customer_id,
        max(
            case when hit.draw_position = first_hits.draw_position then hit.action_id end
        ) as explored_action_id,
        max(hit.open_action_count) as open_action_count,
        {{ exact_sum('hit.explored_probability') }} as exploration_probability
    from hit
    inner join first_hits
        on hit.customer_id = first_hits.customer_id
    group by hit.customer_id
)

select * from final
