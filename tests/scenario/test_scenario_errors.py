"""Every error: its code, its place, its words, and how it is shown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from emulator.domain.problem import SHOWN, Problem, ScenarioError, cell_width
from emulator.domain.texts import has, ids, say
from emulator.scenario.problems import MOST
from emulator.scenario.reader import read_file, read_text

ProblemsOf = Callable[..., tuple[Problem, ...]]

SALE = "steps:\n  - cashier: {menu: sale, amount: 1.00 CNY}\n    as: s1\n"

WRONG = [
    ("titel: x", "E202", (2, 1)),
    ("given: {printr: {}}", "E202", (2, 9)),
    ("given: {printer: {papr: full}}", "E202", (2, 19)),
    ("given: []", "E201", (2, 8)),
    ("given: {printer: full}", "E201", (2, 18)),
    ("given: {printer: {paper: [full]}}", "E201", (2, 26)),
    ("given: {printer: {paper: 4 sheets}}", "E210", (2, 26)),
    ("given: {printer: {paper: 1.0005 m}}", "E210", (2, 26)),
    ("given: {printer: {speed: 0 mm/s}}", "E218", (2, 26)),
    ("given: {printer: {cutter: maybe}}", "E209", (2, 27)),
    ("given: {terminal: {receive_timeout: 60}}", "E206", (2, 37)),
    ("given: {terminal: {receive_timeout: 0s}}", "E215", (2, 37)),
    ("given: {terminal: {copies: 4}}", "E215", (2, 28)),
    ("given: {terminal: {copies: two}}", "E208", (2, 28)),
    ("given: {terminal: {terminal_id: 123}}", "E214", (2, 33)),
    ("given: {terminal: {sale_limit: -1.00 CNY}}", "E215", (2, 32)),
    ("given: {acquirer: {fee: 60}}", "E211", (2, 25)),
    ("given: {acquirer: {cut_off: 25:00}}", "E217", (2, 29)),
    ("given: {card: {pan: 6222021234560018}}", "E212", (2, 21)),
    ("given: {card: {balance: 500}}", "E205", (2, 25)),
    ("given: {card: {balance: 5.00 USD}}", "E221", (2, 25)),
    ("given: {card: {pin: abc}}", "E220", (2, 21)),
    ("given: {card: {}, cards: {a: {}}}", "E319", (2, 19)),
    ("given: {cards: {a b: {}}}", "E219", (2, 17)),
    ("given: {start: 2026-02-30 10:00}", "E216", (2, 16)),
    ("given: {calendar: moon}", "E204", (2, 19)),
    ("given: {printer: {profile: epson_81}}", "E204", (2, 28)),
    ("given: {printer: {baud: 9601}}", "E204", (2, 25)),
    ("given: {printer: {flow: xon}}", "E204", (2, 25)),
    ("given: {printer: {recovery: maybe}}", "E204", (2, 29)),
    ("given: {printer: {buffer_bytes: 3}}", "E215", (2, 33)),
    ("given: {merchant: {settlement: 5s}}", "E229", (2, 32)),
    ("covers: [F99]", "E313", (2, 9)),
    ("title: [a]", "E201", (2, 8)),
    ("steps: sale", "E201", (2, 8)),
    ("steps:\n  - at: 0s\n", "E222", (3, 5)),
    ("steps:\n  - {cashier: confirm, customer: refuse}\n", "E222", (3, 5)),
    ("steps:\n  - cashier: dance\n", "E204", (3, 14)),
    ("steps:\n  - cashier: {menu: sell}\n", "E204", (3, 21)),
    ("steps:\n  - cashier: {menu: sale}\n", "E203", (3, 14)),
    ("steps:\n  - cashier: {confirm: , cancel: }\n", "E223", (3, 14)),
    ("steps:\n  - cashier: {wait: 0s}\n", "E215", (3, 21)),
    ("steps:\n  - cashier: {menu: void, of: s9}\n", "E307", (3, 31)),
    ("steps: [{cashier: {menu: void, of: s2}}, {cashier: confirm, as: s2}]\n", "E308", (2, 36)),
    ("steps:\n  - cashier: {menu: balance, holder: bob}\n", "E309", (3, 38)),
    ("steps:\n  - {cashier: confirm, as: a}\n  - {cashier: cancel, as: a}\n", "E311", (4, 27)),
    ("steps:\n  - {at: noon, cashier: confirm}\n", "E207", (3, 10)),
    ("steps:\n  - {at: 2026-03-02 09:59, cashier: confirm}\n", "E305", (3, 10)),
    ("steps:\n  - {at: 0s, when: printer.paper_out, cashier: confirm}\n", "E319", (3, 6)),
    ("steps:\n  - {nth: 2, cashier: confirm}\n", "E323", (3, 6)),
    ("steps:\n  - {when: printer.paper_out, nth: 0, cashier: confirm}\n", "E215", (3, 36)),
    ("steps:\n  - {when: printer.paperout, cashier: confirm}\n", "E303", (3, 12)),
    ("steps:\n  - {when: uplink.lost, where: {colour: x}, cashier: confirm}\n", "E304", (3, 33)),
    ("steps:\n  - {when: uplink.lost, where: {totals: x}, cashier: confirm}\n", "E320", (3, 41)),
    ("steps:\n  - {when: host.sale, where: {reason: void}, cashier: confirm}\n", "E321", (3, 30)),
    ("steps:\n  - world: {pull: printer.paprout}\n", "E301", (3, 19)),
    ("faults: [printer.jamm]", "E301", (2, 10)),
    ("faults: [{}]", "E224", (2, 10)),
    ("faults: [{uplink.drop: {message: '0999'}}]", "E204", (2, 34)),
    ("faults: [{uplink.drop: {message: {mti: '0210', way: up}}}]", "E315", (2, 40)),
    ("faults: [{uplink.drop: {message: {mti: '0220', transaction: sale}}}]", "E314", (2, 40)),
    ("faults: [{uplink.drop: {message: {colour: x}}}]", "E202", (2, 35)),
    ("faults: [{uplink.drop: {message: {of: s1}}}]", "E307", (2, 39)),
    ("faults: [{uplink.drop: {nth: 0}}]", "E215", (2, 30)),
    ("faults: [{uplink.drop: {moment: before}}]", "E202", (2, 25)),
    ("faults: [{uplink.drop: {by: 5s}}]", "E202", (2, 25)),
    ("faults: [{uplink.slow: {with: {extr: 5s}}}]", "E202", (2, 32)),
    ("faults: [{printer.jam: {message: '0210'}}]", "E202", (2, 25)),
    ("faults: [{printer.jam: {at: 5s, until: 5s}}]", "E306", (2, 40)),
    ("faults: [{printer.jam: {at: T+1 09:00, until: T+0 23:00}}]", "E306", (2, 47)),
    ("faults: [{printer.jam: {at: 5s, from: 5s}}]", "E319", (2, 33)),
    ("faults: [{printer.jam: {for: 5s, until: 9s}}]", "E319", (2, 34)),
    ("faults: [{printer.jam: {at: 5s, moment: before}}]", "E317", (2, 33)),
    ("faults: [{printer.jam: {id: a}}, {printer.jam: {id: a}}]", "E311", (2, 34)),
    ("faults: [{printer.jam: {when: fault.fired, where: {fault: f9}}}]", "E325", (2, 59)),
    ("expect: [{soon: {}}]", "E226", (2, 11)),
    ("expect: [{within: printer.paper_out, screen: idle}]", "E227", (2, 19)),
    ("expect: [{within: 5s of printer.paperout, screen: idle}]", "E303", (2, 25)),
    ("expect: [{within: 5x of printer.paper_out, screen: idle}]", "E206", (2, 19)),
    ("expect: [{by: 5s}]", "E228", (2, 10)),
    ("expect: [{by: never, screen: idle}]", "E207", (2, 15)),
    ("expect: [{finally: {customer.balanc: 1.00 CNY}}]", "E310", (2, 21)),
    ("expect: [{finally: {customer.balance: 1}}]", "E205", (2, 39)),
    ("expect: [{finally: {sale.s9: approved}}]", "E307", (2, 21)),
    (f"{SALE}expect: [{{finally: {{sale.s1: done}}}}]", "E204", (5, 30)),
    ("expect: [{finally: {receipt: {colour: red}}}]", "E202", (2, 31)),
    ("expect: [{never: {event: host.sale, more_than: -1}}]", "E208", (2, 48)),
    ("waive: [{check: chargd_once, because: x}]", "E204", (2, 17)),
    ("waive: [{check: charged_once}]", "E203", (2, 9)),
    ("calm: {until: 2026-03-01 10:00}", "E305", (2, 15)),
    ("tags: [drill]\ndrill: {levle: 2}", "E202", (3, 9)),
    ("tags: [drill]\ndrill: {level: 0}", "E215", (3, 16)),
    ("tags: [drill]\ndrill: {level: 4}", "E215", (3, 16)),
    ("tags: [drill]\ndrill: {level: easy}", "E208", (3, 16)),
    ("tags: [drill]\ndrill: {minutes: 0}", "E215", (3, 18)),
    ("tags: [drill]\ndrill: {minutes: 241}", "E215", (3, 18)),
    ("tags: [drill]\ndrill: {briefing: [a]}", "E201", (3, 19)),
    ("tags: [drill]\ndrill: {told: {a: b}}", "E201", (3, 15)),
    ("tags: [drill]\ndrill: {told: [a b]}", "E219", (3, 15)),
    ("tags: [drill]\ndrill: hard", "E201", (3, 8)),
    (f"tags: [drill]\n{SALE}drill: {{takes_over: s2}}", "E307", (6, 21)),
    (f"tags: [drill]\n{SALE}drill: {{told: [s1, s2]}}", "E307", (6, 20)),
    (f"tags: [drill]\n{SALE}drill: {{told: s2}}", "E307", (6, 15)),
    (f"tags: [drill]\n{SALE}drill: {{told: [s1, s1]}}", "E311", (6, 20)),
    (f"tags: [drill]\n{SALE}drill: {{takes_over: s1, told: [s1]}}", "E337", (6, 32)),
    ("drill: {level: 2}", "E336", (2, 1)),
    ("tags: [drills]\ndrill: {level: 2}", "E336", (3, 1)),
    ("matrix: {a: [1, 2]}", "E331", (2, 10)),
    ("title: $a\n", "E330", (2, 8)),
    ("title: $a\nmatrix: {a: [1, 1]}\n", "E311", (3, 17)),
    ("title: $a\nmatrix: {a: []}\n", "E201", (3, 13)),
    ("include: [a.yaml]", "E110", (2, 11)),
    ("include: ['']", "E201", (2, 11)),
    # Full-width digits look like digits.
    ("steps: [{cashier: {menu: sale, amount: １.00 CNY}}]\n", "E205", (2, 40)),
    ("steps: [{after: ９s, cashier: confirm}]\n", "E206", (2, 17)),
    ("steps: [{at: T+１ 09:00, cashier: confirm}]\n", "E207", (2, 14)),
    ("given: {printer: {paper: ４ lines}}", "E210", (2, 26)),
    ("given: {acquirer: {fee: ６ %}}", "E211", (2, 25)),
    ("given: {acquirer: {cut_off: ２３:00}}", "E217", (2, 29)),
    ("given: {card: {pan: ６22202******0018}}", "E212", (2, 21)),
    ("given: {card: {pin: '１１１１１１'}}", "E220", (2, 21)),
    ("seed: ７", "E208", (2, 7)),
    ("seed: 99999999999999", "E215", (2, 7)),
    # Conditions that no event ever meets.
    (f"{SALE}faults: [{{printer.jam: {{when: printer.slip_printed, where: {{copy: boss}}}}}}]",
     "E204", (5, 67)),
    ("steps: [{when: printer.slip_printed, where: {slip_kind: boss}, note: x}]", "E204", (2, 57)),
    ("steps: [{when: storage.written, where: {record: inten}, note: x}]", "E204", (2, 49)),
    ("steps: [{when: storage.written, where: {outcome: done}, note: x}]", "E204", (2, 50)),
    ("steps: [{when: uplink.lost, where: {reason: aliens}, note: x}]", "E204", (2, 45)),
    ("steps: [{when: uplink.sent, where: {code: ZZ}, note: x}]", "E204", (2, 43)),
    ("steps: [{when: uplink.sent, where: {card: '1'}, note: x}]", "E214", (2, 43)),
    ("steps: [{when: console.card_presented, where: {entry: nose}, note: x}]", "E204", (2, 55)),
    ("steps: [{when: console.pressed, where: {input: kick}, note: x}]", "E204", (2, 48)),
    ("steps: [{when: acquirer.batch_closed, where: {result: '4'}, note: x}]", "E204", (2, 55)),
    ("steps: [{when: bench.step_began, where: {step: 1}, note: x}]", "E215", (2, 48)),
    ("steps: [{when: bench.step_began, where: {name: s9}, note: x}]", "E307", (2, 48)),
    ("steps: [{when: bench.step_began, where: {who: boss}, note: x}]", "E204", (2, 47)),
    ("steps: [{when: fault.armed, where: {name: printer.jamm}, note: x}]", "E301", (2, 43)),
    ("steps: [{when: screen.idle, where: {stan: '000001'}, note: x}]", "E304", (2, 37)),
    ("steps: [{when: issuer_line.lost, where: {mti: '0800'}, note: x}]", "E334", (2, 47)),
    ("faults: [{issuer_line.drop: {message: '0320'}}]", "E334", (2, 39)),
    ("faults: [{issuer_line.drop: {message: {mti: '0500'}}}]", "E334", (2, 45)),
    ("faults: [{printer.jam: {id: a, when: fault.fired, where: {fault: a}}}]", "E335", (2, 38)),
    ("expect: [{finally: {screen: idel}}]", "E204", (2, 29)),
    ("expect: [{finally: {screen: 交易成攻}}]", "E204", (2, 29)),
    ("expect: [{finally: {receipt: {copy: boss}}}]", "E204", (2, 37)),
    ("expect: [{finally: {receipt: {marked: boss}}}]", "E204", (2, 39)),
    ("expect: [{finally: {receipt: {transaction: boss}}}]", "E204", (2, 44)),
    ("expect: [{finally: {receipt: {stan: '1'}}}]", "E214", (2, 37)),
    ("expect: [{finally: {terminal.batch: {batch: x}}}]", "E214", (2, 45)),
    # Stories that would never end.
    ("steps: [{at: 401d, cashier: confirm}]", "E333", (2, 14)),
    ("steps: [{at: T+999, cashier: confirm}]", "E215", (2, 14)),
    ("steps: [{cashier: {wait: 401d}}]", "E215", (2, 26)),
    ("expect: [{by: 2099-12-31 10:00, screen: idle}]", "E333", (2, 15)),
    ("calm: {until: 2099-12-31 10:00}", "E333", (2, 15)),
    ("calm: {grace: 8d}", "E215", (2, 15)),
    ("given: {start: 2099-12-31 10:00}", "E215", (2, 16)),
    ("given: {start: 2000-01-01 10:00}", "E215", (2, 16)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "place"), WRONG)
def test_what_is_wrong_is_told_with_its_place(
    text: str, code: str, place: tuple[int, int], problems_of: ProblemsOf
) -> None:
    """Each mistake gives one problem, of its own code, at the value or key that is wrong."""
    problems = problems_of(text)

    assert [(code, place)] == [(p.code, (p.span.line, p.span.column)) for p in problems]


def test_everything_is_told_at_once(problems_of: ProblemsOf) -> None:
    """Mistakes in different sections come in one error, in the order of the file."""
    problems = problems_of(
        """\
        titel: x
        given: {printr: {}, start: soon}
        steps:
          - cashier: dance
        faults: [printer.jamm]
        expect: [{soon: {}}]
        """
    )

    assert ["E202", "E202", "E216", "E204", "E301", "E226"] == [p.code for p in problems]


def test_a_later_step_is_no_unknown_step_because_another_is_wrong(problems_of: ProblemsOf) -> None:
    """A step that cannot be read still has its name, so that no second error follows."""
    problems = problems_of(
        """\
        steps:
          - {cashier: {menu: sale, amount: much}, as: s1}
          - cashier: {menu: void, of: s1}
        """
    )

    assert ["E205"] == [p.code for p in problems]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("titel: x", "title"),
        ("given: {printr: {}}", "printer"),
        ("steps:\n  - cashier: {menu: 消费费, amount: 1.00 CNY}", "消费"),
        ("faults: [printer.paper_uot]", "printer.paper_out"),
        ("steps: [{when: printer.paperout, note: x}]", "printer.paper_out"),
        ("waive: [{check: chargd_once, because: x}]", "charged_once"),
        ("expect: [{finaly: {}}]", "finally"),
        ("tags: [drill]\ndrill: {breifing: x}", "briefing"),
        (
            f"tags: [drill]\n{SALE.replace('s1', 'shopping')}drill: {{takes_over: shoping}}",
            "shopping",
        ),
    ],
)
def test_the_word_that_was_meant_is_offered(text: str, meant: str, problems_of: ProblemsOf) -> None:
    """A word that is nearly right is met with the right one."""
    (problem,) = problems_of(text)

    assert meant == problem.suggestion
    assert meant in problem.help("zh")


def test_the_caret_stands_below_the_word_also_behind_chinese(problems_of: ProblemsOf) -> None:
    """The caret counts cells, in which a Chinese character takes two."""
    (problem,) = problems_of("steps:\n  - cashier: {menu: 消费费, amount: 1.00 CNY}\n")
    shown, caret = problem.render("zh").splitlines()[3:5]
    place = shown.index("消费费")

    assert cell_width(shown[:place]) == caret.index("^")
    assert 6 == caret.count("^")


def test_a_secret_on_a_wrong_line_is_not_shown(problems_of: ProblemsOf) -> None:
    """Neither a full card number nor a PIN appears in a report."""
    (problem,) = problems_of('given: {card: {pan: 6222021234567890018, pin: "471193"}}')
    shown = problem.render("zh") + problem.render("en")

    assert "6222021234567890018" not in shown
    assert "471193" not in shown
    assert "622202*********0018" in shown


def test_only_the_first_problems_are_shown(problems_of: ProblemsOf) -> None:
    """Of many problems the first are shown and the others counted; how many are kept is limited."""
    text = "steps:\n" + "".join(f"  - cashier: dance{n}\n" for n in range(300))
    problems = problems_of(text)
    rendered = ScenarioError(problems).render("en")

    assert MOST == len(problems)
    assert SHOWN == rendered.count("error[")
    assert rendered.endswith(f"... and {MOST - SHOWN} more")


def test_the_error_can_be_rebuilt_from_its_args(problems_of: ProblemsOf) -> None:
    """SimPy makes exceptions anew from their args; nothing is lost."""
    error = ScenarioError(problems_of("titel: x"))
    again = type(error)(*error.args)

    assert error.problems == again.problems
    assert str(error) == str(again)


def test_a_very_long_line_is_cut_around_the_place(problems_of: ProblemsOf) -> None:
    """The report stays readable when somebody writes everything on one line."""
    (problem,) = problems_of(f"steps: [{{note: {'长' * 300}}}, {{cashier: dance}}]")
    shown, caret = problem.render("zh").splitlines()[3:5]

    assert cell_width(shown) < 140
    assert "dance" in shown
    assert cell_width(shown[: shown.index("dance")]) == caret.index("^")


def used_codes() -> set[str]:
    """The codes that stand in the source of the reader."""
    import emulator.scenario as package

    (folder,) = package.__path__
    text = "".join(path.read_text("utf-8") for path in Path(folder).glob("*.py"))
    return set(re.findall(r'"(E[123]\d\d)"', text))


def test_every_code_has_a_page() -> None:
    """Each code that the reader can give is worded and explained, and no other is."""
    worded = {id.split(".")[1] for id in ids() if re.match(r"error\.E\d{3}$", id)}

    assert used_codes() == worded
    assert all(has(f"error.{code}.explain") for code in worded)


@pytest.mark.parametrize("code", sorted(used_codes()))
def test_the_explanation_is_two_languages_apart(code: str) -> None:
    """An explanation is written in both languages."""
    assert say(f"error.{code}.explain", "zh") != say(f"error.{code}.explain", "en")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"title: \xff", "E103"), (b" " * 1_000_001, "E104"), (b"", "E109"), (b"[a]", "E201")],
)
def test_a_file_that_is_no_text(content: bytes, code: str, tmp_path: Path) -> None:
    """Bytes that are not UTF-8, too many, none, or no mapping are each told."""
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as raised:
        read_file(file, levers={})

    assert [code] == [p.code for p in raised.value.problems]


def test_a_byte_order_mark_is_no_error() -> None:
    """Files that an editor saved with a byte order mark are read."""
    (scenario,) = read_text("scenario: v1\ntitle: a\n".encode("utf-8-sig"), levers={})

    assert "a" == scenario.title


@pytest.mark.parametrize(("name", "code"), [("missing.yaml", "E100"), (".", "E115")])
def test_what_is_no_file_is_told(name: str, code: str, tmp_path: Path) -> None:
    """A missing file and a folder are errors of the scenario, not of Python."""
    with pytest.raises(ScenarioError) as raised:
        read_file(tmp_path / name, levers={})

    assert [code] == [p.code for p in raised.value.problems]
