"""The report of the demo against its tables, and of files that have little or strange content."""

import re
import shutil
import sys
from collections import Counter

import duckdb
import pytest
from tinyhtml5.parser import HTMLParser

from python_ml.report.__main__ import main, write_report
from python_ml.report.page import SECTIONS, render
from python_ml.report.published import Published
from python_ml.report.sections import (
    budget_frontier,
    business_impact,
    changes,
    data_quality,
    evidence_ladder,
    experiments,
    funnel,
    governance,
    headline,
    policy_value,
    qini_curves,
    recommendations,
    uplift_deciles,
)
from python_ml.report.steps import next_steps
from python_ml.report.wording import amount, count, rate, short_count

TAG = "<script>alert('&')</script>"


@pytest.fixture(scope="module")
def served(demo, tmp_path_factory):
    """The served file without its largest tables, which no section reads."""
    path = tmp_path_factory.mktemp("served") / "nba.duckdb"
    with duckdb.connect(str(path)) as copy:
        copy.execute(f"attach '{demo.published}' as original (read_only)")
        found = copy.execute(
            "select table_name from duckdb_tables() where database_name = 'original' "
            "and estimated_size < 50000",
        ).fetchall()
        for (table,) in found:
            copy.execute(f"create table {table} as from original.{table}")
    return path


@pytest.fixture
def changed(served, tmp_path):
    """Opens a copy of the served file after statements that change it."""
    opened = []

    def change(*statements):
        path = tmp_path / f"{len(opened)}.duckdb"
        shutil.copy(served, path)
        opened.append(duckdb.connect(str(path)))
        for statement in statements:
            opened[-1].execute(statement)
        return Published(opened[-1])

    yield change
    for connection in opened:
        connection.close()


def tables(connection):
    return [
        name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
    ]


def conclusion(module, published):
    return module.section(published).conclusion


def problems(page):
    """What makes a text no valid HTML of this project."""
    parser = HTMLParser()
    parser.parse(page)
    names = Counter(re.findall(r'\bid="([^"]*)"', page))
    repeated = [name for name, times in names.items() if times > 1]
    missing = [name for name in re.findall(r'(?:href="|url\()#([^")]*)', page) if name not in names]
    return [*parser.errors, *repeated, *missing]


def test_the_demo_is_drawn_in_5_seconds_and_in_less_than_5_megabytes(drawn):
    page, seconds = drawn
    assert seconds < 5
    assert len(page.encode()) < 5e6


def test_the_page_loads_nothing(drawn):
    page, _ = drawn
    assert re.findall(r"(?:src|href|action|data)\s*=\s*[\"'](?!#)[^\"']*", page) == []
    assert re.findall(r"@import|url\((?!#)[^)]*", page) == []
    assert "<script" not in page
    assert "http:" not in page.replace("http://www.w3.org/", "")
    assert "https:" not in page


def test_the_page_is_valid_html_with_a_picture_and_a_sentence_in_every_section(drawn):
    page, _ = drawn
    assert problems(page) == []
    parts = re.findall(r"<section.*?</section>", page, re.DOTALL)
    assert len(parts) == len(SECTIONS)
    for part in parts:
        assert re.search(r'<p class="conclusion">[^<]{10,}</p>', part), part[:200]
    # The first says so in figures, the next two in words.
    assert all("<svg" in part for part in parts[3:])


def test_a_page_that_is_no_valid_html_is_seen():
    assert problems("<!DOCTYPE html><title>a</title><p id='a' id='b'></div>")
    assert problems('<!DOCTYPE html><title>a</title><p id="a"></p><p id="a"></p>') == ["a"]
    assert problems('<!DOCTYPE html><title>a</title><a href="#b"></a>') == ["b"]


def test_the_same_file_gives_the_same_page(demo, drawn, tmp_path, capsys):
    main(["--published", str(demo.published), "--output", str(tmp_path / "new" / "page.html")])
    assert (tmp_path / "new" / "page.html").read_text() == drawn[0]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["page.html"]
    assert "page.html (0." in capsys.readouterr().out


def test_without_a_publication_or_a_library_a_sentence_says_what_to_do(demo, tmp_path, monkeypatch):
    with pytest.raises(SystemExit, match=r"Nothing is published at .* Run `make build` first"):
        main(["--published", str(tmp_path / "none.duckdb")])
    (tmp_path / "text.duckdb").write_text("no database")
    with pytest.raises(SystemExit, match="cannot be read"):
        main(["--published", str(tmp_path / "text.duckdb")])
    monkeypatch.delitem(sys.modules, "python_ml.report.page")
    monkeypatch.setitem(sys.modules, "python_ml.report.drawing", None)
    with pytest.raises(ValueError, match=r"needs .* not installed.*extra report"):
        write_report(demo.published, tmp_path / "page.html")


def test_empty_tables_give_a_page_that_says_so(changed, tmp_path):
    published = changed()
    for table in tables(published.connection):
        published.connection.execute(f"delete from {table}")
    published.connection.close()
    page = render(tmp_path / "0.duckdb")
    assert problems(page) == []
    assert "<svg" not in page
    assert "No active customer: there is nothing to recommend." in page


def test_absent_tables_give_a_page_that_says_so(tmp_path):
    duckdb.connect(str(tmp_path / "bare.duckdb")).close()
    page = render(tmp_path / "bare.duckdb")
    assert problems(page) == []
    assert "None" not in page
    assert page.count('class="conclusion"') == len(SECTIONS)


def test_names_of_a_company_are_text_and_nothing_else(changed, tmp_path):
    quoted = TAG.replace("'", "''")
    published = changed(
        f"update recommendations set segment = '{quoted}' where segment is not null",
        f"update readiness set action_name = action_id || '{quoted}', next_step = '{quoted}'",
        f"update input_quality set top_reason = '{quoted}', consequence = '{quoted}'",
        f"update experiment_design set experiment_name = '{quoted}'",
    )
    for table in ("uplift_curves", "uplift_deciles", "policy_value", "business_impact"):
        published.connection.execute(f"drop table {table}")
    published.connection.close()
    page = render(tmp_path / "0.duckdb")
    assert problems(page) == []
    assert "<script" not in page
    # In the text of the page, and in the text of the pictures.
    assert page.count("&lt;script&gt;alert(") > 10


def test_the_headline_is_that_of_the_recommendations(demo, changed):
    said = conclusion(headline, changed())
    ((treated, customers, value, cost),) = demo.query_published(
        "select count(*) filter (where action_id <> 'do_nothing'), count(*), "
        "sum(expected_value_amount), sum(cost_amount) from recommendations",
    )
    assert f"an action for {treated:,} of {customers:,} customers" in said
    assert f"earn {value / 10**6:,.2f} million after its cost of {cost:,.0f}." in said
    ((net, lower, upper),) = demo.query_published(
        "select value, lower, upper from business_impact where policy = 'auto' "
        "and measure = 'net_value_per_customer'",
    )
    assert f"{net:,.0f} per customer more than doing nothing ({lower:,.0f} to {upper:,.0f})" in said


@pytest.mark.parametrize(
    ("value", "lower", "upper", "words"),
    [
        *((5, 1, 9, "a gain beyond doubt"), (5, -1, 11, "likely a gain, but not beyond doubt")),
        *((-5, -11, 1, "no gain is shown"), (-5, -9, -1, "a loss beyond doubt")),
        (5, 1, "null", "at least 1.00): a gain beyond doubt"),
    ],
)
def test_the_headline_says_how_sure_it_is(changed, value, lower, upper, words):
    published = changed(
        f"update business_impact set value = {value}, lower = {lower}, upper = {upper}",
    )
    assert words in conclusion(headline, published)


def test_the_headline_without_value_names_the_reason(changed):
    published = changed(
        "update recommendations set expected_value_amount = -1",
        "drop table business_impact",
    )
    said = conclusion(headline, published)
    assert said.startswith("Nothing that may be done today is expected to earn more than it costs")
    assert said.endswith("No experiment and no outcome of an earlier decision judges that yet.")
    published = changed(
        "update recommendations set action_id = 'do_nothing', expected_value_amount = 0"
    )
    assert conclusion(headline, published).startswith(
        "Nobody gets an action today; most often for this reason: blocked by an eligibility rule."
    )


def test_without_an_earlier_publication_nothing_has_changed(changed):
    assert conclusion(changes, changed()) == (
        "This is the first publication: there is none to compare with."
    )


SECOND = (
    "insert into publications select * replace (2 as publication_number, '{}' as content_hash) "
    "from publications"
)


def test_what_changed_is_by_the_figures_of_both_publications(demo, changed):
    published = changed(
        SECOND.format("other"),
        "insert into headline_figures select * replace (2 as edition_number, value + case figure "
        "when 'expected_value_amount' then 7000 when 'cost_amount' then -300 "
        "when 'treated_customer_count' then -40 else 0 end as value) from headline_figures",
        "update headline_figures set value = 0 where edition_number = 2 and subject = "
        "(select min(action_id) from readiness)",
    )
    section = changes.section(published)
    ((day,),) = demo.query_published("select distinct as_of_date from recommendations")
    assert section.conclusion.startswith(
        f"Against the figures as of {day}, 7,000 more is expected to be earned, for 300 less, and "
        "40 fewer customers get an action. Judged by outcomes, the policy earns "
    )
    assert section.conclusion.endswith("per customer as before.")
    figures, actions = section.tables
    assert {"+7,000", "-300", "-40"} <= {row[3] for row in figures.rows}
    ((action, number),) = demo.query_published(
        "select any_value(action_name), count(*) from readiness join recommendations "
        "using (action_id) where action_id = (select min(action_id) from readiness)",
    )
    assert (action, f"{number:,}", "0", f"-{number:,}") in actions.rows


@pytest.mark.parametrize(("shift", "words"), [(50, "within"), (1e6, "beyond")])
def test_a_change_within_intervals_is_told_from_one_beyond(changed, shift, words):
    published = changed(
        SECOND.format("other"),
        f"insert into headline_figures select * replace (2 as edition_number, value + {shift} as "
        f"value, lower + {shift} as lower, upper + {shift} as upper) from headline_figures",
    )
    assert f"a difference {words} the intervals." in conclusion(changes, published)


def test_a_publication_of_the_same_figures_changes_none(changed):
    assert conclusion(changes, changed(SECOND.format("other"))).startswith("No figure: those of")
    same = changed(SECOND.format("same"), "update publications set content_hash = 'same'")
    assert conclusion(changes, same).startswith("Nothing: publication 1 (as of ")


def test_the_headline_figures_are_those_of_the_tables(demo):
    assert demo.query_published(
        "select value from headline_figures where figure = 'expected_value_amount'",
    ) == demo.query_published(
        "select cast(sum(expected_value_amount) as double) from recommendations"
    )
    assert demo.query_published(
        "select subject, value from headline_figures "
        "where figure = 'action_customer_count' order by 1",
    ) == demo.query_published(
        "select action_id, count(*) from recommendations group by 1 order by 1"
    )
    ((intervals,),) = demo.query_published(
        "select count(*) from headline_figures h join business_impact b on h.policy = b.policy "
        "and figure = measure and subject = goal and h.lower = b.lower and h.value = b.value",
    )
    assert intervals > 5


def test_the_most_pressing_step_comes_first(changed):
    published = changed(
        "update experiment_verdict set verdict = 'ship' where arm = 'propensity_v1'",
        "update input_quality set quarantine_rate = 0.02 where input_name = 'input_usage'",
    )
    first, second, *others = next_steps(published)
    assert first.what == "Mend the data of usage"
    assert second.what.startswith("Ship Propensity v1 in ")
    assert {"Consider a larger budget"} <= {step.what for step in others}
    # Of actions alike there is one step.
    assert sum(step.source == "readiness" for step in others) == 1


def test_business_impact_names_the_policy_in_charge_and_the_best(demo, changed):
    said = conclusion(business_impact, changed())
    ranked = demo.query_published(
        "select policy, value from business_impact where measure = 'net_value_per_customer' "
        "and value is not null order by value desc",
    )
    assert said.startswith(f"Policy auto earns {amount(dict(ranked)['auto'])} (")
    best = ranked[0][0]
    assert ("No policy is estimated to earn more." in said) is (best == "auto")
    published = changed("update business_impact set value = 0 where policy <> 'auto'")
    assert conclusion(business_impact, published).endswith("No policy is estimated to earn more.")


def test_recommendations_name_the_most_frequent_action(demo, changed):
    said = conclusion(recommendations, changed())
    action, number = demo.query_published(
        "select action_id, count(*) from recommendations where action_id <> 'do_nothing' "
        "group by 1 order by 2 desc limit 1",
    )[0]
    ((name,),) = demo.query_published(
        f"select action_name from readiness where action_id = '{action}'"
    )
    assert f"most often {name} ({number:,}," in said
    nobody = changed("update recommendations set action_id = 'do_nothing'")
    assert re.fullmatch(
        r"None of [\d,]+ customers gets an action\.", conclusion(recommendations, nobody)
    )


def test_the_frontier_says_what_one_more_unit_is_worth(demo, changed):
    ((price, enough),) = demo.query_published(
        "select shadow_price, (select min(budget_amount) from budget_frontier "
        "where policy = 'auto' and marginal_return <= 0) from allocation_certificate "
        "where policy = 'auto'",
    )
    said = conclusion(budget_frontier, changed())
    assert said.startswith(f"One more unit of money is worth {price:.2f} at today's budget")
    assert said.endswith(f"nothing is left to buy from {enough:,.0f} on.")
    none = changed("update allocation_certificate set shadow_price = 0")
    assert conclusion(budget_frontier, none).startswith("More money would earn nothing")
    nothing = changed("update budget_frontier set expected_value_amount = 0")
    assert conclusion(budget_frontier, nothing).startswith("No amount of money is expected to earn")


def test_the_funnel_names_the_reason_that_stops_most(demo, changed):
    (reason, number), *_ = demo.query_published(
        "select meaning, sum(lost_customer_count) from decision_funnel group by 1 order by 2 desc",
    )
    assert f"{number:,} (" in conclusion(funnel, changed())
    assert f"are for this: {reason}." in conclusion(funnel, changed())


def test_the_ladder_says_which_actions_rest_on_no_experiment(demo, changed):
    ((total,),) = demo.query_published("select count(*) from readiness")
    assert f"{total} actions in all" in conclusion(evidence_ladder, changed())
    one = changed(
        "update readiness set rung = 'observed' where catalogue_order = "
        "(select min(catalogue_order) from readiness)"
    )
    assert re.fullmatch(
        rf"{total - 1} of {total} actions rest on experiments; not yet: [\w -]+ \(observed\)\.",
        conclusion(evidence_ladder, one),
    )
    none = changed("update readiness set rung = 'assumed'")
    assert conclusion(evidence_ladder, none).startswith(f"None of {total} actions rests on")


def test_the_verdicts_are_counted_and_the_effect_that_decides_is_named(demo, changed):
    ((arms,),) = demo.query_published("select count(*) from experiment_verdict")
    said = conclusion(experiments, changed())
    assert said.startswith(f"Of {arms} arms: {arms} keep testing.")
    assert "has an open sign (" in said
    won = changed(
        "update experiment_verdict set verdict = 'ship' where arm = 'uplift_v2'",
        "update experiment_readout set lower = 0.001 where is_primary",
    )
    assert f"Of {arms} arms: 1 ship and {arms - 1} keep testing." in conclusion(experiments, won)
    assert "is above 0 (" in conclusion(experiments, won)


def test_rankings_are_better_than_chance_only_beyond_doubt(demo, changed):
    beyond = demo.query_published(
        "select action_name from learner_scorecard join readiness using (action_id, goal) "
        "where is_champion and qini_coefficient_lower > 0",
    )
    said = conclusion(qini_curves, changed())
    assert beyond
    assert all(f"{name} (" in said for (name,) in beyond)
    doubtful = changed("update learner_scorecard set qini_coefficient_lower = -1")
    assert conclusion(qini_curves, doubtful).startswith("For no action does ")


def test_bands_lie_around_their_curves(demo):
    ((outside, wide),) = demo.query_published(
        "select count(*) filter (where qini_gain not between qini_gain_lower and qini_gain_upper), "
        "count(*) filter (where qini_gain_lower < qini_gain_upper) from uplift_curves",
    )
    assert outside == 0
    assert wide > 100


def test_deciles_count_the_intervals_that_hold_the_prediction(demo, changed):
    ((held, total),) = demo.query_published(
        "select count(*) filter (where predicted_uplift between observed_lower and "
        "observed_upper), count(*) from uplift_deciles join (select distinct learner "
        "from learner_scorecard where is_champion) using (learner) "
        "join readiness using (action_id, goal)",
    )
    said = conclusion(uplift_deciles, changed())
    assert said.startswith(f"{held} of {total} observed intervals hold the prediction")
    apart = changed("update uplift_deciles set observed_lower = 2 where decile = 1")
    assert "gains more than the lowest beyond doubt for " in conclusion(uplift_deciles, apart)


def test_a_rival_is_better_only_beyond_doubt(changed):
    doubtful = changed("update policy_value_differences set lower = -1, upper = 1")
    assert "policy auto can be told from none of 5 other policies" in conclusion(
        policy_value, doubtful
    )
    beaten = changed(
        "update policy_value_differences set lower = -1, upper = 1",
        "update policy_value_differences set lower = 1 where reference_policy = 'do_nothing'",
    )
    assert "policy auto earns more than do_nothing beyond doubt" in conclusion(policy_value, beaten)
    refused = changed(
        "update policy_value set value = null, refusal_reason = 'Too few units agree.'"
    )
    assert conclusion(policy_value, refused) == (
        "No policy can be judged yet. Too few units agree."
    )


def test_monitors_are_summed_up(demo, changed):
    section = governance.section(changed())
    ((alerts,),) = demo.query_published("select count(*) from alerts")
    ((distributions,),) = demo.query_published(
        "select count(*) from drift where stability_index is not null"
    )
    *_, (attribute, group, ratio, reference) = demo.query_published(
        "select attribute, group_name, impact_ratio, reference_group_name from fairness "
        "where action_id = 'any' and impact_ratio_lower is not null order by impact_ratio desc"
    )
    assert f"{alerts} alert" in section.conclusion
    assert f"None of {distributions} distributions has drifted." in section.conclusion
    assert f"{attribute.replace('_', ' ').capitalize()}: {group}, with" in section.conclusion
    assert f"at {rate(ratio)} (" in section.conclusion
    assert section.conclusion.endswith(f"of the rate of {reference}.")
    assert len(section.tables[0].rows) == alerts


def test_a_critical_alert_comes_first_here_and_in_what_to_do(changed):
    published = changed(
        "update alerts set severity = 'warning'",
        "insert into alerts (alert_id, as_of_date, severity, monitor, subject, sentence, evidence) "
        "values ('a', '2026-06-29', 'critical', 'drift', 'feature usage', 'It is gone.', '{}')",
        "update drift set severity = 'critical' where subject = 'tenure_days'",
    )
    section = governance.section(published)
    assert "open, 1 is critical." in section.conclusion
    assert re.search(r" [1-9] of \d+ distributions drifted\.", section.conclusion)
    assert section.tables[0].rows[0][2:] == ("feature usage", "It is gone.")
    assert next_steps(published)[0].why == "It is gone."


def test_promises_that_are_not_kept_are_counted_and_drawn(changed):
    columns = (
        "(policy, dimension, subject, goal, measure, evidence, promised, observed, standard_error, "
        "lower, upper, unit_count, treated_customer_count, control_customer_count, is_kept, "
        "severity, sentence)"
    )
    published = changed(
        f"insert into promises {columns} values "
        "('auto', 'month', '2026-05', 'all', 'net_value_amount', 'holdout', 50, 10, 5, 0, 20, 9, "
        "5, 4, false, 'warning', 'Less.'), "
        "('auto', 'action', 'call', 'retention', 'effect', 'explorers', 0.1, 0.09, 0.01, 0.05, "
        "0.13, 9, 5, 4, true, 'none', null)",
    )
    section = governance.section(published)
    assert "Of 2 promises that can be judged 1 may be kept." in section.conclusion
    assert len(section.pictures) == 2
    drawn = section.pictures[1].draw(400).to_dict(validate=False)
    (month,) = drawn["data"]["values"]
    assert (month["name"], month["value"]) == ("Month 2026-05", -40)
    assert (month["from"], month["to"], month["is_marked"]) == (-50, -30, True)
    (effects,) = [table for table in section.tables if table.title == "Effects as promised?"]
    assert effects.rows == [("call", "Retention", "0.1", "0.09", "0.05 to 0.13", "yes")]


def test_rows_left_out_are_counted(demo, changed):
    ((left_out, total),) = demo.query_published(
        "select sum(quarantined_row_count), sum(raw_row_count) from input_quality",
    )
    assert left_out
    said = conclusion(data_quality, changed())
    assert said.startswith(
        f"{left_out:,} of {total:,} rows ({rate(left_out / total)}) were left out"
    )
    clean = changed("update input_quality set quarantined_row_count = 0")
    assert conclusion(data_quality, clean).startswith(f"All of {count(total)} rows were accepted.")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((None, "not known"), (0, "0.00"), (-0.001, "0.00"), (8.3955, "8.40"), (99.999, "100.00")),
        *((-1234.5, "-1,234"), (999_999.7, "1.00 million"), (2.5e9, "2.50 billion")),
    ],
)
def test_amounts_are_short(value, words):
    assert amount(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((0, "0%"), (1, "100%"), (0.628, "62.8%"), (0.0012, "0.12%"), (0.000222, "0.022%")),
        *((1e-7, "less than 0.001%"), (-0.5, "-50%"), (0.05, "5%")),
    ],
)
def test_shares_are_short(value, words):
    assert rate(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(9_999, "9,999"), (10_000, "10k"), (269_837, "270k"), (1_250_000, "1.2M")],
)
def test_counts_within_a_cell_are_shorter(value, words):
    assert short_count(value) == words
