{{ config(severity='warn') }}

-- A failed check does not stop the build: it marks the experiment untrusted, and shows here.
select
    experiment_id,
    check_name,
    arm,
    subject,
    detail
from {{ ref('experiment_health') }}
where not has_passed
