with

rewarded as (
    select * from {{ ref('int_decision_rewards_listed') }}
),

strata_and_actions as (
    select * from (select distinct stratum from rewarded) as strata
    cross join (select distinct action_id from rewarded) as tried_actions
),

{% for name in ['retention', 'upsell', 'satisfaction'] %}
{{ name }}_totals as (
    select
        stratum,
        action_id,
        count({{ name }}_outcome) as unit_count,
        {{ exact_sum(name ~ '_outcome') }} as reward_total
    from rewarded
    group by stratum, action_id
),

{{ name }}_overall as (
    select
        count({{ name }}_outcome) as unit_count,
        {{ exact_sum(name ~ '_outcome') }} as reward_total
    from rewarded
),

{% endfor %}
-- Means of the others in the stratum who got the action; with few of them, nearer to that of all.
final as (
    select
        rewarded.unit_id,
        strata_and_actions.action_id,
        {% for name in ['retention', 'upsell', 'satisfaction'] %}
        (
            coalesce({{ name }}_totals.reward_total, 0)
            - case
                when rewarded.action_id = strata_and_actions.action_id
                    then coalesce(rewarded.{{ name }}_outcome, 0)
                else 0
            end
            + (
                {{ name }}_overall.reward_total - coalesce(rewarded.{{ name }}_outcome, 0)
            ) / nullif(
                {{ name }}_overall.unit_count
                - case when rewarded.{{ name }}_outcome is not null then 1 else 0 end, 0
            )
        ) / (
            coalesce({{ name }}_totals.unit_count, 0)
            - case
                when
                    rewarded.action_id = strata_and_actions.action_id
                    and rewarded.{{ name }}_outcome is not null
                    then 1
                else 0
            end
            + 1
        ) as {{ name }}_mean{{ "," if not loop.last }}
        {% endfor %}
    from rewarded
    inner join strata_and_actions
        on rewarded.stratum = strata_and_actions.stratum
    {% for name in ['retention', 'upsell', 'satisfaction'] %}
    left join {{ name }}_totals
        on
            strata_and_actions.stratum = {{ name }}_totals.stratum
            and strata_and_actions.action_id = {{ name }}_totals.action_id
    cross join {{ name }}_overall
    {% endfor %}
)

select * from final
