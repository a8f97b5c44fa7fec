import numpy as np
import pytest

from python_ml.simulator.__main__ import main
from python_ml.simulator.catalogue import ACTIONS, CALL, DO_NOTHING, EMAIL, TRAINING, UPSELL
from python_ml.simulator.life.delivery import DELIVERED, NEVER_DONE, OVERRIDDEN
from python_ml.simulator.life.fading import Memory, fading
from python_ml.simulator.life.ledger import Ledger
from python_ml.simulator.life.settings import FADING_DAYS, LATEST_DELIVERY_DAYS, LifeSettings
from python_ml.simulator.life.spending import WAYS, DecisionPoints, spend
from python_ml.simulator.life.truth import potential_outcomes
from python_ml.simulator.life.world import World

SETTINGS = LifeSettings(customers=10_000, days=40, seed=5)


def lived(actions):
    """A world in which everybody is decided for on the first day, and what came of it."""
    world = World(SETTINGS)
    customers = world.active(0)
    renewal, expected = potential_outcomes(world, customers, 0)
    world.decide(customers, np.full(len(customers), actions), np.full(len(customers), "D"), 0)
    days = [world.live(day) for day in range(SETTINGS.days)]
    return world, renewal, expected, days


@pytest.fixture(scope="module")
def called():
    return lived(CALL)


def test_an_effect_fades_over_a_month_and_tires_when_it_is_repeated():
    memory = Memory(1)
    one = np.array([0])
    effects = np.zeros((1, len(ACTIONS)))
    effects[0, CALL] = 2.0
    memory.give(one, np.array([CALL]), 10)
    at = [memory.lift(one, effects, np.array([day]))[0] for day in (9, 10, 25, 40, 41)]
    assert at == pytest.approx([0.0, 2.0, 1.0, 0.0, 0.0])
    memory.give(one, np.array([CALL]), 50)
    memory.give(one, np.array([CALL]), 60)
    # The third within three months: twice tired, beside what is left of the second.
    second = 2.0 * 0.6 * (1 - 10 / FADING_DAYS)
    assert memory.lift(one, effects, np.array([60]))[0] == pytest.approx(second + 2.0 * 0.36)
    assert (np.diff(fading(np.arange(-5, 40))) <= 1).all()


def test_managers_deliver_four_fifths_of_what_is_decided_replace_some_and_forget_the_rest(called):
    _, _, _, days = called
    done = [done for done, _ in days]
    fates = np.concatenate([day.fate for day in done])
    share = np.bincount(fates, minlength=3) / SETTINGS.customers
    assert share[DELIVERED] == pytest.approx(0.8, abs=0.02)
    assert share[OVERRIDDEN] == pytest.approx(0.08, abs=0.02)
    assert share[NEVER_DONE] == 0
    delays = np.concatenate([np.full(len(day.fate), number) for number, day in enumerate(done)])
    assert delays.max() == LATEST_DELIVERY_DAYS
    assert 0.02 < np.mean(delays > 6) < 0.25
    replaced = np.concatenate([day.action for day in done])[fates == OVERRIDDEN]
    assert set(replaced.tolist()) == {TRAINING}


@pytest.mark.parametrize("action", [EMAIL, CALL, UPSELL])
def test_the_stated_potential_outcomes_are_those_that_come_about(action):
    _, renewal, expected, days = lived(action)
    in_life = renewal < SETTINGS.days
    rows = np.flatnonzero(in_life)
    came = np.full((len(renewal), 2), np.nan)
    for _, renewals in days:
        old = renewals.customer < SETTINGS.customers
        came[renewals.customer[old]] = renewals.outcome[old]
    came = came[rows]
    truth = expected[rows, action]
    error = np.sqrt((truth * (1 - truth)).mean(axis=0) / len(rows))
    assert (np.abs(came.mean(axis=0) - truth.mean(axis=0)) < 3.5 * error).all()


def test_other_decisions_meet_the_same_luck(called):
    left_alone, _, _, idle = lived(DO_NOTHING)
    world = called[0]
    assert all(not len(done.customer) for done, _ in idle)
    helped = world.population.retention_effect[:, [CALL, TRAINING]].min(axis=1) >= 0
    # Whom calls do not put off, they lose nobody among, and keep some who would have left.
    stayed = left_alone.leaves_on > SETTINGS.days
    assert (world.leaves_on[helped & stayed] > SETTINGS.days).all()
    assert (world.leaves_on[helped & ~stayed] > SETTINGS.days).any()


def test_what_a_decision_replaces_is_not_done_any_more():
    world = World(SETTINGS)
    customers = world.active(0)
    world.decide(customers, np.full(len(customers), CALL), np.full(len(customers), "A"), 0)
    first, _ = world.live(0)
    world.decide(customers, np.full(len(customers), DO_NOTHING), np.full(len(customers), "B"), 1)
    later = [world.live(day)[0] for day in range(1, 20)]
    assert len(first.customer) > 0
    assert all(not len(done.customer) for done in later)


def test_money_counts_where_it_is_decided_stands_or_is_spent():
    settings = LifeSettings(customers=50, days=90, start=np.datetime64("2026-01-01"))
    ledger = Ledger(settings, np.zeros(50, dtype=np.int64))
    ledger.decide(np.array([0, 1, 2]), np.array([CALL, CALL, DO_NOTHING]), 25)
    assert ledger.used(25)[0]["budget"] == 400
    ledger.do(np.array([0]), np.array([TRAINING]), 35)
    assert ledger.used(35)[0] == {
        "budget": 240,
        "calls": 1,
        "training_seats": 1,
        "email_slots": 0,
    }
    ledger.expire(39, 14)
    shared, hours = ledger.used(39)
    assert shared["budget"] == 40
    assert hours.tolist() == [0.5]
    assert ledger.used(70)[0]["budget"] == 0


def test_the_clairvoyant_earns_most_and_who_spends_all_at_once_least():
    settings = LifeSettings(
        customers=100, days=31, seed=2, budget=400, exploration_rate=0, holdout_rate=0
    )
    world = World(settings)
    turn = np.random.default_rng(1).integers(0, 28, world.population.count)
    days = np.arange(settings.days)
    points = DecisionPoints((days % 28 == turn[:, None]) | (days == 0))
    earned = {way: spend(settings, points, way) for way in WAYS}
    assert earned["clairvoyant"] > earned["evenly, regardless"] > 0
    assert earned["clairvoyant"] > earned["all on the first day"] > 0
    with pytest.raises(ValueError, match="no way 'twice'"):
        spend(settings, points, "twice")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"customers": 10}, "raise --customers"),
        ({"days": 0}, "raise --days"),
        ({"budget": -1.0}, "0 or more"),
    ],
)
def test_a_life_that_cannot_be_lived_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        LifeSettings(**wrong)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--customers", "10"], "raise --customers"),
        (["--start", "yesterday"], "'yesterday' is no date"),
    ],
)
def test_the_command_refuses_in_one_line(words, sentence, capsys):
    assert main(["live", *words]) == 2
    assert sentence in capsys.readouterr().err
