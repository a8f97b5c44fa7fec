-- Fails, and so publishes nothing, if the settings ask for more than can be done.
select
    certificates.policy,
    certificates.infeasible_reason
from {{ ref('allocation_certificate') }} as certificates
inner join {{ ref('int_policies_in_charge') }} as policies
    on certificates.policy = policies.live_policy
where not (certificates.is_feasible and certificates.is_within_budget)
