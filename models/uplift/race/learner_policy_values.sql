{% set z = normal_quantile((1 + number_var('nba_confidence_level')) / 2) %}
with

allocated as (
    select
        policy as learner,
        customer_id as unit_id,
        action_id
    from {{ ref('int_learner_budget_allocated') }}
),

valued as (
    select * from {{ ref('int_learner_actions_valued') }}
),

budgets as (
    select * from {{ ref('int_learner_budgets_scaled') }}
),

goal_losses as (
    select * from {{ ref('learner_losses') }}
),

complexities as (
    {% for learner in race_order() %}
    select
        '{{ learner }}' as learner,
        {{ loop.index }} as complexity_rank
    {% if not loop.last %}
    union all
    {% endif %}
    {% endfor %}
),

chosen as (
    select
        allocated.learner,
        allocated.unit_id,
        allocated.action_id,
        valued.cost_amount,
        valued.value_amount,
        valued.judged_value_amount
    from allocated
    inner join valued
        on
            allocated.learner = valued.learner
            and allocated.unit_id = valued.unit_id
            and allocated.action_id = valued.action_id
),

totals as (
    select
        learner,
        count(*) as unit_count,
        sum(case when action_id <> 'do_nothing' then 1 else 0 end) as treated_unit_count,
        cast(sum(cost_amount) as double) as cost_total,
        cast(sum(value_amount) as double) as predicted_total,
        cast(sum(judged_value_amount) as double) as judged_total,
        {{ exact_sum_of_squares('judged_value_amount') }} as judged_square_total
    from chosen
    group by learner
),

losses as (
    select
        learner,
        sum(relative_loss * goal_weight) as relative_loss
    from goal_losses
    group by learner
),

-- What predicts effects best is told by the squared errors of all units; what earns most by the
-- few that learners choose differently, which is mostly noise.
predictors as (
    select totals.learner
    from totals
    inner join losses
        on totals.learner = losses.learner
    inner join complexities
        on totals.learner = complexities.learner
    order by
        round(losses.relative_loss, 12) asc nulls last,
        complexities.complexity_rank asc nulls last
    limit 1
),

contenders as (
    select learner from predictors
    union all
    select 'propensity' as learner
),

best as (
    select totals.learner
    from totals
    inner join contenders
        on totals.learner = contenders.learner
    order by totals.judged_total desc nulls last, totals.learner asc nulls last
    limit 1
),

best_choices as (
    select
        chosen.unit_id,
        chosen.judged_value_amount
    from chosen
    inner join best
        on chosen.learner = best.learner
),

-- Both policies are judged by the same units, so that what is noise in both cancels out.
paired as (
    select
        chosen.learner,
        cast(
            sum(best_choices.judged_value_amount - chosen.judged_value_amount) as double
        ) as difference_total,
        {{ exact_sum_of_squares(
            'best_choices.judged_value_amount - chosen.judged_value_amount'
        ) }} as difference_square_total
    from chosen
    inner join best_choices
        on chosen.unit_id = best_choices.unit_id
    group by chosen.learner
),

-- Totals of the units become totals of the customers to be decided on.
scaled as (
    select
        totals.learner,
        complexities.complexity_rank,
        totals.unit_count,
        totals.treated_unit_count,
        budgets.active_customer_count / cast(totals.unit_count as double) as scale,
        totals.cost_total,
        totals.predicted_total,
        totals.judged_total,
        sqrt(
            greatest(
                totals.judged_square_total
                - totals.judged_total * totals.judged_total / totals.unit_count, 0
            )
        ) as judged_error,
        contenders.learner is not null as is_contender,
        paired.difference_total,
        sqrt(
            greatest(
                paired.difference_square_total
                - paired.difference_total * paired.difference_total / totals.unit_count, 0
            )
        ) as difference_error
    from totals
    inner join complexities
        on totals.learner = complexities.learner
    inner join paired
        on totals.learner = paired.learner
    left join contenders
        on totals.learner = contenders.learner
    cross join budgets
),

-- The one-standard-error rule of Breiman et al. (1984), section 3.4.3: the propensity policy stays
-- in charge unless the best predictor of effects beats it by more than noise.
ranked as (
    select
        *,
        difference_total <= difference_error as is_within_one_error,
        row_number() over (
            order by
                is_contender desc nulls last,
                (difference_total <= difference_error) desc nulls last,
                (learner = 'propensity') desc nulls last
        ) as champion_rank
    from scaled
),

final as (
    select
        cast(learner as varchar) as learner,
        cast(complexity_rank as integer) as complexity_rank,
        cast(unit_count as bigint) as unit_count,
        cast(treated_unit_count as bigint) as treated_unit_count,
        cast(cost_total * scale as decimal(18, 2)) as spend_amount,
        cast(predicted_total * scale as decimal(18, 2)) as predicted_value_amount,
        cast(judged_total * scale as decimal(18, 2)) as policy_value_amount,
        cast((judged_total - {{ z }} * judged_error) * scale as decimal(18, 2))
            as policy_value_lower,
        cast((judged_total + {{ z }} * judged_error) * scale as decimal(18, 2))
            as policy_value_upper,
        cast(difference_total * scale as decimal(18, 2)) as behind_best_amount,
        cast(difference_error * scale as decimal(18, 2)) as behind_best_standard_error,
        cast(is_within_one_error as boolean) as is_within_one_error,
        cast(champion_rank = 1 as boolean) as is_champion,
        cast(is_contender and learner <> 'propensity' as boolean) as is_refitted
    from ranked
)

select * from final
