-- Fails, and so publishes nothing, if the settings ask for more than can be done.
select
    policy,
    infeasible_reason
from {{ ref('allocation_certificate') }}
where policy = '{{ var("nba_policy") }}' and not (is_feasible and is_within_budget)
