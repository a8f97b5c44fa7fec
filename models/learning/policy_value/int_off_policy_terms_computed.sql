with

rows_listed as (
    select * from {{ ref('int_off_policy_rows_listed') }}
),

terms as (
    {{ off_policy_terms(
        'rows_listed', number_var('nba_weight_clip'), number_var('nba_switch_weight')
    ) }}
),

final as (
    select
        evidence,
        policy,
        goal,
        outcome,
        unit_id,
        later_decision_count,
        weight,
        ips_term,
        dm_term,
        dr_term,
        ips_clipped_term,
        dr_clipped_term,
        switch_dr_term,
        -- Decisions for one customer share outcomes; units of experiments stand on their own.
        case when evidence = 'decisions' then customer_id end as cluster_id,
        {{ hash_bucket('customer_id', bootstrap_group_count()) }} as bootstrap_group
    from terms
)

select * from final
