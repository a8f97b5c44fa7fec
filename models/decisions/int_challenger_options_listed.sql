with

options as (
    select * from {{ ref('int_policy_options_listed') }}
),

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

final as (
    select
        options.*,
        false as is_explored
    from options
    inner join policies
        on options.policy = policies.challenger_policy
    where policies.challenger_share > 0
)

select * from final
