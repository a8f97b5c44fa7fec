-- Fails if an allocation claims more than the upper bound, beyond rounding of binary fractions.
select
    policy,
    value_amount,
    upper_bound_amount
from {{ ref('allocation_certificate') }}
where value_amount > upper_bound_amount + 1e-9 * abs(upper_bound_amount) + 1e-6
