{#- What earlier builds promoted is read where it stands, like the decision log. -#}
{% set promotions = existing_relation('policy_promotions')
    if var('nba_is_promotion_automatic') else none %}
with

calendar as (
    select as_of_date from {{ ref('int_as_of_date') }}
),

{% if promotions %}
promoted as (
    select log.challenger_policy
    from {{ promotions }} as log
    cross join calendar
    where log.is_promoted and log.as_of_date < calendar.as_of_date
    order by log.as_of_date desc nulls last
    limit 1
),
{% else %}
promoted as (
    select cast(null as varchar) as challenger_policy
    where false
),
{% endif %}

{% set own_policy = "'" ~ var('nba_policy') ~ "'" %}
{#- To see what uplift earns, propensity challenges where nobody else does. -#}
{% set is_ablation = number_var('nba_ablation_share') > 0 %}
{% set challenger_policy = 'propensity_v1' if is_ablation else var('nba_challenger_policy') %}
{% set challenger = "'" ~ challenger_policy ~ "'" %}
{% set share = number_var('nba_ablation_share' if is_ablation else 'nba_challenger_share') %}
live as (
    select
        calendar.as_of_date,
        coalesce(promoted.challenger_policy, {{ own_policy }}) as live_policy,
        nullif({{ challenger }}, '') as challenger_policy
    from calendar
    left join promoted
        on true
),

-- Who was promoted challenges no longer.
final as (
    select
        cast(live_policy as varchar) as live_policy,
        cast(nullif(challenger_policy, live_policy) as varchar) as challenger_policy,
        cast(
            case
                when nullif(challenger_policy, live_policy) is null then 0
                else {{ share }}
            end as double
        ) as challenger_share
    from live
)

select * from final
