import duckdb
import pytest

# What the explorer reads, of a company of 60 customers, three actions and two policies. An e-mail
# costs 1 and earns most; a call costs 10, and takes an hour of the customer's manager.
TABLES = """
create table customers as
select 'C' || lpad(i::varchar, 3, '0') as customer_id, i,
    case when i % 10 = 9 then null else 'M' || (i % 2) end as account_manager_id
from range(60) as numbers (i);

create table actions as
from (values ('do_nothing', 0.0, 0.0), ('email', 1.0, 30.0), ('call', 10.0, 90.0))
    as listed (action_id, cost, worth);

create table action_values as
select policy, customer_id, action_id,
    cast(worth * (1 + i / 60) * if(policy = 'rules', 2, 1) - cost as decimal(18, 4))
        as expected_value_amount,
    expected_value_amount as decision_value_amount,
    cast(cost as decimal(18, 4)) as cost_amount,
    action_id <> 'call' or i % 5 > 0 as is_eligible
from customers, actions, (values ('auto'), ('rules')) as named (policy);
update action_values set decision_value_amount = null where not is_eligible;

create table decision_trace as
select policy, customer_id, action_id, is_eligible,
    case when not is_eligible then 'a rule' end as blocked_reason,
    cast(null as double) as success_probability, cast(0.1 as double) as uplift,
    cast((expected_value_amount + cost_amount) * 10 as decimal(18, 4)) as incremental_value_amount,
    cost_amount, expected_value_amount, decision_value_amount,
    cast(cost_amount * 3 as decimal(18, 4)) as resource_charge_amount,
    cast(decision_value_amount - resource_charge_amount as decimal(18, 4)) as net_value_amount,
    action_id = 'email' as is_chosen
from action_values;

create table recommendations as
select row_number() over (order by expected_value_amount desc) as priority_rank, customer_id,
    policy, date '2026-06-29' as as_of_date, action_id, 'standard_care' as segment,
    if(customer_id < 'C030', 'assumed', 'experimented') as evidence,
    'persuadable' as uplift_type, expected_value_amount, cost_amount,
    date '2026-06-29' as decided_on, 'made' as decision_state, date '2026-06-29' as state_on,
    if(customer_id = 'C001', 'exploration', 'champion') as role, true as is_open,
    'A reason for ' || customer_id as reason
from decision_trace where is_chosen and policy = 'auto';
update recommendations set is_open = false, decision_state = 'delivered' where customer_id = 'C059';

create table customer_segments as
select customer_id, 'retention' as leading_goal from customers;

create table customer_profile as
select customer_id, date '2026-06-29' as as_of_date, account_manager_id,
    cast(1000 as decimal(18, 2)) as customer_lifetime_value_amount, 0.25 as churn_probability
from customers;
alter table customer_profile alter churn_probability type double;

create table resource_prices as
select policy, resource_id, account_manager_id, maximum_amount::double as maximum_amount,
    0.0::double as minimum_amount, 0.0::double as use_amount
from (values ('auto'), ('rules')) as named (policy),
    (values ('budget', 'all', 60), ('hours', 'M0', 3), ('hours', 'M1', 2))
        as limits (resource_id, account_manager_id, maximum_amount);

create table input_resource_use as
select 'hours' as resource_id, 'call' as action_id, 1.0::double as amount;

create table readiness as
from (values ('email', 1), ('call', 2)) as named (action_id, catalogue_order);

create table recommendation_drivers as
select customer_id, 1 as driver_rank, 'sessions fell by half' as driver_phrase,
    0.05::double as contribution, 'stay' as goal
from customers;

create table decision_log as
select md5(customer_id || day) as decision_id, 1 as batch_number, day as as_of_date, customer_id,
    policy, action_id, role, true as is_live, expected_value_amount, cost_amount, reason
from recommendations, (values (date '2026-06-29'), (date '2026-05-29')) as days (day);
insert into decision_log by name
select md5(customer_id || policy) as decision_id, 1 as batch_number,
    date '2026-06-29' as as_of_date, customer_id, policy, action_id, 'shadow' as role,
    false as is_live, expected_value_amount, cost_amount
from decision_trace where is_chosen and policy = 'rules';

create table decision_states as
select decision_id, 'delivered' as state, date '2026-06-02' as state_on,
    cast(null as varchar) as override_reason
from decision_log where as_of_date = date '2026-05-29';

create table decision_outcomes as
select decision_id, 'stayed' as metric, 1.0::double as value from decision_states;

create table budget_frontier as
select policy, step::integer as step_number, cast(step * 60 as decimal(18, 4)) as budget_amount,
    cast(2000 * (1 - exp(-step)) as decimal(18, 4)) as expected_value_amount
from range(3) as steps (step), (values ('auto'), ('rules')) as named (policy);

create table allocation_certificate as
select policy, count(*) as treated_customer_count,
    sum(cost_amount)::decimal(18, 4) as spend_amount,
    sum(expected_value_amount)::decimal(18, 4) as expected_value_amount,
    3.0::double as shadow_price
from decision_trace where is_chosen group by policy;

create table business_weight_effects as
select 'auto' as policy;

create table policy_value_differences as
select 'experiments' as evidence, 'auto' as policy, 'do_nothing' as reference_policy,
    'dr' as estimator, 'net_value' as outcome, 5.0::double as difference, -1.0::double as lower,
    11.0::double as upper;
"""


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    """A served file with what the explorer reads of it."""
    path = tmp_path_factory.mktemp("explored") / "nba.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    return path


@pytest.fixture
def connection(company):
    with duckdb.connect(str(company), read_only=True) as opened:
        yield opened
