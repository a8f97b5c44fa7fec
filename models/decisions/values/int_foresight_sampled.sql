with

final as (
    select cast(1 as double) as sample_rate
)

select * from final
