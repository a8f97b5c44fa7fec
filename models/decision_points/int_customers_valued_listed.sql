{% set limit = number_var('nba_foresight_limit') | int %}
with

decision_days as (
    select * from {{ ref('int_decision_days_computed') }}
),

points as (
    select * from {{ ref('decision_points') }}
),

foreseen_points as (
    select * from {{ ref('int_decision_points_foreseen') }}
),

states as (
    select * from {{ ref('decision_states') }}
),

first_foreseen as (
    select
        customer_id,
        min(foreseen_on) as foreseen_on
    from foreseen_points
    group by customer_id
),

standing as (
    select distinct customer_id
    from states
    where state = 'standing' and action_id <> 'do_nothing'
),

-- Averages over the population are taken over these, so that they do not follow who is up today.
reference_sample as (
    select
        customer_id,
        row_number() over (
            order by
                md5(
                    concat_ws('|', '{{ var('nba_assignment_salt') }}', 'reference', customer_id)
                ) asc nulls last
        ) <= {{ limit }} or {{ 'true' if not decision_period_days() else 'false' }} as is_reference
    from decision_days
),

listed as (
    select
        decision_days.customer_id,
        decision_days.as_of_date,
        points.customer_id is not null as is_due,
        first_foreseen.customer_id is not null as is_foreseen,
        standing.customer_id is not null as has_standing_decision,
        reference_sample.is_reference,
        first_foreseen.foreseen_on
    from decision_days
    inner join reference_sample
        on decision_days.customer_id = reference_sample.customer_id
    left join points
        on decision_days.customer_id = points.customer_id
    left join first_foreseen
        on decision_days.customer_id = first_foreseen.customer_id
    left join standing
        on decision_days.customer_id = standing.customer_id
),

final as (
    select
        customer_id,
        as_of_date,
        is_due,
        is_foreseen,
        has_standing_decision,
        is_reference,
        foreseen_on,
        case
            when is_due or has_standing_decision then as_of_date
            else coalesce(foreseen_on, as_of_date)
        end as judged_on
    from listed
    where is_due or is_foreseen or has_standing_decision or is_reference
)

select * from final
