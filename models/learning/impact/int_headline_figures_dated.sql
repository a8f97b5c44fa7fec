with

figures as (
    select * from {{ ref('headline_figures') }}
),

-- The last edition of a day counts for it.
last_editions as (
    select
        as_of_date,
        max(edition_number) as edition_number
    from figures
    group by as_of_date
),

final as (
    select
        concat_ws(
            '|', cast(figures.as_of_date as varchar), figures.figure, figures.subject
        ) as headline_figure_id,
        figures.as_of_date,
        figures.policy,
        figures.figure,
        figures.subject,
        figures.value
    from figures
    inner join last_editions
        on figures.edition_number = last_editions.edition_number
)

select * from final
