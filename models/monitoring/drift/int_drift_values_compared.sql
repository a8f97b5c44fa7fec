with

value_counts as (
    select * from {{ ref('int_drift_values_counted') }}
),

stored as (
    select * from {{ ref('drift_references') }}
    where reference_number = {{ number_var('nba_drift_reference_number') | int }}
),

reference_counts as (
    select
        'training' as reference,
        subject_type,
        subject,
        is_numeric,
        value,
        category,
        row_count
    from value_counts
    where population = 'training'

    union all

    select
        'stored' as reference,
        subject_type,
        subject,
        is_numeric,
        value,
        category,
        row_count
    from stored
),

known_references as (
    select distinct
        reference,
        subject_type,
        subject,
        is_numeric
    from reference_counts
),

known_today as (
    select distinct
        subject_type,
        subject,
        is_numeric
    from value_counts
    where population = 'today'
),

-- What one of the two does not know is no shift.
subjects as (
    select
        known_references.reference,
        known_references.subject_type,
        known_references.subject
    from known_references
    inner join known_today
        on
            known_references.subject_type = known_today.subject_type
            and known_references.subject = known_today.subject
            and known_references.is_numeric = known_today.is_numeric
),

both_counts as (
    select
        reference,
        subject_type,
        subject,
        is_numeric,
        value,
        category,
        row_count as before_count,
        0 as today_count
    from reference_counts

    union all

    select
        subjects.reference,
        value_counts.subject_type,
        value_counts.subject,
        value_counts.is_numeric,
        value_counts.value,
        value_counts.category,
        0 as before_count,
        value_counts.row_count as today_count
    from value_counts
    inner join subjects
        on
            value_counts.subject_type = subjects.subject_type
            and value_counts.subject = subjects.subject
    where value_counts.population = 'today'
),

final as (
    select
        both_counts.reference,
        both_counts.subject_type,
        both_counts.subject,
        both_counts.is_numeric,
        both_counts.value,
        both_counts.category,
        sum(both_counts.before_count) as before_count,
        sum(both_counts.today_count) as today_count
    from both_counts
    inner join subjects
        on
            both_counts.reference = subjects.reference
            and both_counts.subject_type = subjects.subject_type
            and both_counts.subject = subjects.subject
    group by
        both_counts.reference, both_counts.subject_type, both_counts.subject,
        both_counts.is_numeric, both_counts.value, both_counts.category
)

select * from final
