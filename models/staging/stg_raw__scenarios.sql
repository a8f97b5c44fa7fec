with

source as (
    {{ settings_table('scenarios', [
        'scenario_id', 'changed', 'target', 'operation', 'amount'
    ]) }}
),

final as (
    select
        scenario_id,
        changed,
        target,
        operation,
        amount
    from source
)

select * from final
