-- What is decided today fits into what was left of the period: nothing is, where nothing was.
select
    resource_id,
    account_manager_id,
    period_start,
    today_amount,
    left_amount
from {{ ref('resource_periods') }}
where is_current and left_amount < 0 and today_amount > 0
