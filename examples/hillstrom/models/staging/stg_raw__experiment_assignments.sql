with

customers as (
    select * from {{ ref('stg_hillstrom__customers') }}
),

final as (
    select
        'hillstrom_2008' as experiment_id,
        customer_id,
        -- The file has no dates; outcomes were observed in the two weeks after the e-mail.
        cast('2008-03-01 00:00:00' as timestamp) as assigned_at,
        case email_arm
            when 'Mens E-Mail' then 'mens_email'
            when 'Womens E-Mail' then 'womens_email'
            when 'No E-Mail' then 'no_email'
        end as arm,
        case email_arm
            when 'Mens E-Mail' then 'mens_email'
            when 'Womens E-Mail' then 'womens_email'
            when 'No E-Mail' then 'do_nothing'
        end as action_id,
        cast(1.0 / 3 as double) as action_probability,
        cast(null as varchar) as stratum
    from customers
)

select * from final
