{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}
-- depends_on: {{ ref('input_experiments') }}
with

candidates as (
    select * from {{ ref('int_experiment_candidates_listed') }}
),

arms as (
    select * from {{ ref('input_experiment_arms') }}
),

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

{% if is_incremental() %}
experiments as (
    select * from {{ ref('input_experiments') }}
),

running_experiments as (
    select
        experiments.experiment_id,
        experiments.exclusion_group
    from experiments
    cross join calendar
    where coalesce(experiments.ends_on >= calendar.as_of_date, true)
),

assigned as (
    select
        assigned_before.experiment_id,
        assigned_before.customer_id,
        assigned_before.stratum,
        assigned_before.stratum_position,
        running_experiments.exclusion_group
    from {{ this }} as assigned_before
    left join running_experiments
        on assigned_before.experiment_id = running_experiments.experiment_id
),
{% else %}
assigned as (
    select
        cast(null as varchar) as experiment_id,
        cast(null as varchar) as customer_id,
        cast(null as varchar) as stratum,
        cast(0 as bigint) as stratum_position,
        cast(null as varchar) as exclusion_group
    where false
),
{% endif %}

assigned_groups as (
    select distinct
        exclusion_group,
        customer_id
    from assigned
    where exclusion_group is not null
),

-- Nobody who has an arm is moved, neither within an experiment nor within its group.
new_candidates as (
    select candidates.*
    from candidates
    left join assigned as same_experiment
        on
            candidates.experiment_id = same_experiment.experiment_id
            and candidates.customer_id = same_experiment.customer_id
    left join assigned_groups as same_group
        on
            candidates.exclusion_group = same_group.exclusion_group
            and candidates.customer_id = same_group.customer_id
    where same_experiment.customer_id is null and same_group.customer_id is null
),

strata_filled as (
    select
        experiment_id,
        stratum,
        max(stratum_position) as last_position
    from assigned
    group by experiment_id, stratum
),

-- One copy of an arm for each unit of its weight makes one block.
weights as (
    {% for copy in range(1, 101) %}
    select {{ copy }} as arm_copy
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

block_arms as (
    select
        arms.experiment_id,
        arms.arm,
        weights.arm_copy
    from arms
    inner join weights
        on arms.allocation_weight >= weights.arm_copy
),

block_sizes as (
    select
        experiment_id,
        sum(allocation_weight) as block_size
    from arms
    group by experiment_id
),

positioned as (
    select
        new_candidates.experiment_id,
        new_candidates.customer_id,
        new_candidates.stratum,
        block_sizes.block_size,
        coalesce(strata_filled.last_position, 0) + row_number() over (
            partition by new_candidates.experiment_id, new_candidates.stratum
            order by
                {{ assignment_draw(
                    "'order|' || new_candidates.experiment_id", 'new_candidates.customer_id'
                ) }} asc nulls last,
                new_candidates.customer_id asc nulls last
        ) as stratum_position
    from new_candidates
    inner join block_sizes
        on new_candidates.experiment_id = block_sizes.experiment_id
    left join strata_filled
        on
            new_candidates.experiment_id = strata_filled.experiment_id
            and new_candidates.stratum = strata_filled.stratum
),

blocked as (
    select
        *,
        floor((stratum_position - 1) / block_size) as block_number,
        (stratum_position - 1) % block_size + 1 as block_position
    from positioned
),

blocks as (
    select distinct
        experiment_id,
        stratum,
        block_number
    from blocked
),

-- Every block holds every arm, in an order of its own.
shuffled as (
    select
        blocks.experiment_id,
        blocks.stratum,
        blocks.block_number,
        block_arms.arm,
        row_number() over (
            partition by blocks.experiment_id, blocks.stratum, blocks.block_number
            order by
                md5(
                    concat_ws(
                        '|', '{{ var('nba_assignment_salt') }}', blocks.experiment_id,
                        blocks.stratum, cast(cast(blocks.block_number as bigint) as varchar),
                        block_arms.arm, cast(block_arms.arm_copy as varchar)
                    )
                ) asc nulls last
        ) as block_position
    from blocks
    inner join block_arms
        on blocks.experiment_id = block_arms.experiment_id
),

final as (
    select
        cast(blocked.experiment_id as varchar) as experiment_id,
        cast(blocked.customer_id as varchar) as customer_id,
        cast(calendar.as_of_date as date) as assigned_on,
        cast(shuffled.arm as varchar) as arm,
        cast(arms.allocation_weight / blocked.block_size as double) as arm_probability,
        cast(blocked.stratum as varchar) as stratum,
        cast(blocked.stratum_position as bigint) as stratum_position
    from blocked
    inner join shuffled
        on
            blocked.experiment_id = shuffled.experiment_id
            and blocked.stratum = shuffled.stratum
            and blocked.block_number = shuffled.block_number
            and blocked.block_position = shuffled.block_position
    inner join arms
        on
            shuffled.experiment_id = arms.experiment_id
            and shuffled.arm = arms.arm
    cross join calendar
)

select * from final
