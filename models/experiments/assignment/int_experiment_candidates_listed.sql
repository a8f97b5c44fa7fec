with

experiments as (
    select * from {{ ref('input_experiments') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

strata as (
    select * from {{ ref('int_experiment_strata_formed') }}
),

holdout as (
    select * from {{ ref('global_holdout') }}
),

logged as (
    select * from {{ ref('input_experiment_assignments') }}
),

open_experiments as (
    select
        experiments.experiment_id,
        experiments.exclusion_group,
        -- An experiment of no group draws for itself alone.
        coalesce('group|' || experiments.exclusion_group, 'one|' || experiments.experiment_id)
            as draw_name,
        experiments.traffic_rate
    from experiments
    cross join calendar
    where
        experiments.starts_on <= calendar.as_of_date
        and coalesce(experiments.ends_on >= calendar.as_of_date, true)
),

-- The experiments of a group lie side by side on the line from 0 to 1.
traffic as (
    select
        *,
        sum(traffic_rate) over (partition by draw_name) as group_traffic_rate,
        coalesce(
            sum(traffic_rate) over (
                partition by draw_name
                order by experiment_id asc nulls last
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as traffic_from
    from open_experiments
),

checked_traffic as (
    select *
    from traffic
    where
        case
            when group_traffic_rate <= 1 + 1e-9 then true
            else {{ raise_error(
                "'The traffic_rate of the experiments that run in the exclusion group \"'"
                " || exclusion_group || '\" add up to '"
                " || cast(round(group_traffic_rate, 4) as varchar)"
                " || ', more than 1. Lower them in experiments.csv.'"
            ) }}
        end
),

drawn as (
    select
        checked_traffic.experiment_id,
        checked_traffic.exclusion_group,
        strata.customer_id,
        strata.stratum,
        checked_traffic.traffic_from,
        checked_traffic.traffic_rate,
        {{ assignment_draw('checked_traffic.draw_name', 'strata.customer_id') }} as draw
    from checked_traffic
    cross join strata
    left join holdout
        on strata.customer_id = holdout.customer_id
    where holdout.customer_id is null
),

-- Who is in an experiment of the group already stays there.
logged_groups as (
    select distinct
        open_experiments.draw_name,
        logged.customer_id
    from logged
    inner join open_experiments
        on logged.experiment_id = open_experiments.experiment_id
),

final as (
    select
        drawn.experiment_id,
        drawn.exclusion_group,
        drawn.customer_id,
        drawn.stratum
    from drawn
    left join logged_groups
        on
            drawn.customer_id = logged_groups.customer_id
            and coalesce('group|' || drawn.exclusion_group, 'one|' || drawn.experiment_id)
            = logged_groups.draw_name
    where
        drawn.draw >= drawn.traffic_from
        and drawn.draw < drawn.traffic_from + drawn.traffic_rate
        and logged_groups.customer_id is null
)

select * from final
