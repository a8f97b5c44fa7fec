with

final as (
    {{ bootstrap_weights(bootstrap_group_count(), 400) }}
)

select * from final
