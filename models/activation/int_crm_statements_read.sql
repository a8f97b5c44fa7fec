{#- Read where it stands, like the decision log: of the same day too, so that a later build of the
    day knows what has been said already. -#}
with

final as (
    {{ crm_statements() }}
)

select * from final
