use super::*;
use crate::read::{Options, read_budgets};
use crate::summary::sample::{Sample, in_currency, money, needs_approval};
use crate::value::money::Money;
use crate::value::source::{Role, Source};

fn budgets(text: &str) -> Budgets {
    let bytes = text.as_bytes().to_vec();
    let source = Source::in_memory("budgets.csv", Role::Budgets, bytes);
    read_budgets(&source, Some(Currency::CNY), &Options::default()).unwrap()
}

fn used(sample: &Sample, file: Option<&str>, by: Option<&[By]>) -> BudgetUse {
    let question = Question { by: by.map(<[By]>::to_vec), ..Question::default() };
    BudgetUse::of(&sample.books, None, file.map(budgets).as_ref(), question).unwrap()
}

/// Awards 90.00 with a budget of 100.00.
fn award(sample: &mut Sample, department: Option<&str>, category: Option<&str>) -> crate::ledger::Seq {
    sample.award(|award| {
        award.bought.department = department.map(Untrusted::new);
        award.bought.category = category.map(Untrusted::new);
    })
}

/// Writes groups as `keys: budget paid committed left pending state`.
fn written(result: &BudgetUse) -> Vec<String> {
    let text = |amount: Option<Money>| amount.map_or("-".to_owned(), |amount| amount.to_string());
    let key = |key: &Key| match key {
        Key::Named(name) => name.raw().to_owned(),
        Key::Rest => "*".to_owned(),
        Key::Unsaid => "?".to_owned(),
    };
    let line = |Group { keys, figures, .. }: &Group| {
        let (keys, state) = (keys.iter().map(key).collect::<Vec<_>>().join("/"), figures.state().name());
        let (budget, left) = (text(figures.budget), text(figures.left().unwrap()));
        format!("{keys}: {budget} {} {} {left} {} {state}", figures.paid, figures.committed, figures.pending)
    };
    result.groups.iter().map(line).collect()
}

#[test]
fn budgets_of_requests_are_those_of_awards_that_count() {
    let mut sample = Sample::new();
    let first = award(&mut sample, Some("IT"), None);
    sample.receive(first, "4", "40.00");
    let void = award(&mut sample, Some("IT"), None);
    sample.void(void);
    sample.award(|award| {
        award.bought.department = Some("IT".into());
        needs_approval(award);
    });
    award(&mut sample, Some("ＩＴ"), None);
    award(&mut sample, None, None);
    let result = used(&sample, None, None);
    assert_eq!(result.by, [By::Department, By::Period], "no award names a category");
    assert_eq!(
        written(&result),
        [
            // 40.00 paid for 4 of 10, 54.00 still to come, and another award of 90.00; one of 90.00 waits.
            "IT/2026-11: 200.00 40.00 144.00 16.00 90.00 near",
            "?/2026-11: 100.00 0.00 90.00 10.00 0.00 near",
        ]
    );
    assert_eq!(result.totals[0].1.budget, Some(money("300.00")));
    assert_eq!(result.totals[0].1.pending_awards, 1);
}

#[test]
fn what_is_void_or_replaced_is_not_used_and_more_than_was_ordered_leaves_nothing_open() {
    let mut sample = Sample::new();
    let seq = award(&mut sample, None, None);
    let now = |sample: &Sample| written(&used(sample, None, Some(&[]))).concat();
    let receipt = sample.receive(seq, "10", "95.00");
    assert_eq!(now(&sample), ": 100.00 95.00 0.00 5.00 0.00 near");
    sample.void(receipt);
    assert_eq!(now(&sample), ": 100.00 0.00 90.00 10.00 0.00 near");
    let purchase = sample.books.award(seq).unwrap().purchase;
    let seq = sample.award(|award| {
        award.bought.purchase = purchase;
        award.bought.chosen.total = money("20.00");
        award.supersedes = Some(seq);
        award.reason = Some("cheaper".into());
    });
    assert_eq!(now(&sample), ": 100.00 0.00 20.00 80.00 0.00 within");
    sample.receive(seq, "12", "108.00");
    assert_eq!(now(&sample), ": 100.00 108.00 0.00 -8.00 0.00 over");
    assert!(used(&sample, None, None).is_over());
}

#[test]
fn currencies_are_never_added_to_one_another() {
    let mut sample = Sample::new();
    award(&mut sample, Some("IT"), None);
    sample.award(|award| {
        award.bought.department = Some("IT".into());
        in_currency(award, "JPY");
    });
    let result = used(&sample, None, Some(&[By::Department]));
    assert_eq!(
        written(&result),
        ["IT: 100.00 0.00 90.00 10.00 0.00 near", "IT: 10000 0 9000 1000 0 near"],
        "by currency"
    );
    assert_eq!(result.totals.len(), 2);
    assert_eq!(one_currency(&sample.books), None);
    // A budget is for awards of its own currency alone.
    let result = used(&sample, Some("department,budget,currency\nIT,500,CNY\n"), None);
    assert_eq!(written(&result), ["IT: 500.00 0.00 90.00 410.00 0.00 within", "IT: - 0 9000 - 0 no-budget"]);
}

#[test]
fn a_warning_begins_at_exactly_ninety_percent_and_over_beyond_exactly_all() {
    for (used, budget, state, percent) in [
        ("89.99", "100.00", State::Within, "89.99"),
        ("90.00", "100.00", State::Near, "90"),
        ("100.00", "100.00", State::Near, "100"),
        ("100.01", "100.00", State::Over, "100.01"),
        // Rounded the percentage reads 90 and 100; the state goes by the amounts.
        ("899999.99", "1000000.00", State::Within, "90"),
        ("1000000.01", "1000000.00", State::Over, "100"),
        ("0.00", "0.00", State::Within, "-"),
        ("0.01", "0.00", State::Over, "-"),
        ("-5.00", "0.00", State::Within, "-"),
    ] {
        let figures = Figures { budget: Some(money(budget)), paid: money(used), ..Figures::none(Currency::CNY) };
        let found = figures.percent().map_or("-".to_owned(), |percent| percent.to_string());
        assert_eq!((figures.state(), found.as_str()), (state, percent), "{used} of {budget}");
    }
    assert_eq!(Figures::none(Currency::CNY).state(), State::NoBudget);
}

#[test]
fn an_award_is_held_against_the_narrowest_budget_and_no_other() {
    let mut sample = Sample::new();
    for (department, category) in
        [(Some("IT"), Some("laptops")), (Some("IT"), Some("desks")), (Some("HR"), Some("laptops")), (None, Some("tea"))]
    {
        award(&mut sample, department, category);
    }
    let file = "department,category,budget,paid_elsewhere,committed_elsewhere\n\
                IT,laptops,100,,\nIT,,200,10,-1.5\n,laptops,300,,\n";
    let result = used(&sample, Some(file), None);
    assert_eq!(result.by, [By::Department, By::Category], "what the file names");
    assert_eq!(
        written(&result),
        [
            "IT/laptops: 100.00 0.00 90.00 10.00 0.00 near",
            "IT/*: 200.00 10.00 88.50 101.50 0.00 within",
            "*/laptops: 300.00 0.00 90.00 210.00 0.00 within",
            "?/tea: - 0.00 90.00 - 0.00 no-budget",
        ]
    );
    // By department alone the same budgets cover the same awards, and all comes to the same.
    let by_department = used(&sample, Some(file), Some(&[By::Department]));
    assert_eq!(
        written(&by_department),
        [
            "IT: 300.00 10.00 178.50 111.50 0.00 within",
            "*: 300.00 0.00 90.00 210.00 0.00 within",
            "?: - 0.00 90.00 - 0.00 no-budget",
        ]
    );
    assert_eq!(by_department.totals, result.totals);
    let total = result.totals[0].1;
    assert_eq!((total.budget, total.awards), (Some(money("600.00")), 4));
    assert_eq!(total.without_budget, money("90.00"));
    // A budget for everything covers what no other does.
    let result = used(&sample, Some(&format!("{file},,1000,,\n")), None);
    assert_eq!(written(&result)[3], "*/*: 1000.00 0.00 90.00 910.00 0.00 within");
}

#[test]
fn awards_are_taken_by_their_day() {
    let mut sample = Sample::new();
    award(&mut sample, None, None);
    let of = |from: &str, to: &str| {
        let question = Question { from: Date::parse(from), to: Date::parse(to), by: None };
        BudgetUse::of(&sample.books, None, None, question).unwrap().groups.len()
    };
    assert_eq!(of("2026-11-02", "2026-11-02"), 1);
    assert_eq!(of("2026-11-03", "2026-11-30"), 0);
    assert_eq!(of("2026-10-01", "2026-11-01"), 0);
}
