with

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

final as (
    select live_policy as policy
    from policies
    {% for policy in var('nba_scenario_policies') %}
    union
    select '{{ policy }}' as policy
    {% endfor %}
)

select * from final
