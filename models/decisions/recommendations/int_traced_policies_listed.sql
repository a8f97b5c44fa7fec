with

policies as (
    select * from {{ ref('int_policies_in_charge') }}
),

-- What is worth an experiment is told by what auto decides.
final as (
    select live_policy as policy
    from policies
    union
    select challenger_policy as policy
    from policies
    where challenger_policy is not null
    {% for policy in ['auto'] + list_var('nba_traced_policies') %}
    union
    select '{{ policy }}' as policy
    {% endfor %}
)

select * from final
