with

observations as (
    select * from {{ ref('int_experiment_observations_listed') }}
),

scales as (
    select * from {{ ref('int_experiment_scales_measured') }}
),

{{ experiment_entries('observations', 'scales') }},

final as (
    select
        experiment_id,
        arm,
        metric,
        stratum,
        entered_on,
        {{ moment_sums() }}
    from entries
    group by experiment_id, arm, metric, stratum, entered_on
)

select * from final
