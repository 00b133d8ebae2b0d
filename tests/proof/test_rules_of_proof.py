"""When a cause, a recovery or a prevention counts as proven, and when it does not."""

import pytest
from msgspec.structs import replace

from emulator.domain.texts import LANGUAGES
from emulator.proof.rules import prove
from tests.proof.conftest import SALE, Proves, told

PAPER_OUT = """
faults:
  - printer.paper_out: {when: printer.slip_started, with: {line: 5}}
"""
LOADS = (
    SALE
    + """
  - when: printer.paper_out
    after: 20s
    cashier: load_paper
  - after: 2s
    cashier: confirm
"""
)
LOST = """
faults:
  - uplink.drop: {message: "0210"}
"""


# Causes -------------------------------------------------------------------------------------------


def test_a_cause_that_harms_somebody_is_proven(proves: Proves) -> None:
    """The customer gets the slip half a minute later than without it."""
    proof = proves("F07", LOADS + PAPER_OUT)

    assert proof.holds
    assert "printer.paper_out" == proof.values["by"]
    assert "paper" == proof.change.what
    assert proof.change.values["was_us"] < 10_000_000 < proof.change.values["now_us"]


def test_a_cause_without_effect_is_not_proven(proves: Proves) -> None:
    """The cover lamp lies and nobody looks at it: all ends as without it."""
    proof = proves("F07", SALE + "\nfaults:\n  - printer.near_end: {at: 0s}\n")

    assert (False, "cause.no_effect") == (proof.holds, proof.because)
    assert 6600 == proof.values["paid_fen"]


@pytest.mark.parametrize(("conduct", "led"), [("none", ("S1", "S9")), ("handbook", ("S1", "S9"))])
def test_a_cause_leads_to_the_symptoms_that_are_not_seen_without_it(
    proves: Proves, conduct: str, led: tuple[str, ...]
) -> None:
    """Of those that the story covers: no slip, and a torn one, but no sale that fails."""
    proof = proves("S1, S6, S9, F07", LOADS + PAPER_OUT, conduct=conduct)

    assert led == proof.leads_to


def test_a_symptom_that_has_another_cause_is_not_led_to(proves: Proves) -> None:
    """The slip is blank at first for the print, and then torn for want of paper as well."""
    faded = "  - printer.faded: {at: 0s}\n"
    proof = proves("S9, F07", LOADS + PAPER_OUT + faded)

    assert () == proof.leads_to


def test_a_cause_that_the_story_does_not_have_is_not_proven(proves: Proves) -> None:
    """A claim in `covers` is not enough."""
    proof = proves("F09", LOADS + PAPER_OUT)

    assert (False, "cause.absent") == (proof.holds, proof.because)


def test_nothing_counts_in_a_story_that_does_not_pass(proves: Proves) -> None:
    """A fault that never fires makes the run inconclusive."""
    never = "\nfaults:\n  - printer.paper_out: {when: printer.jammed}\n"
    proof = proves("F07", SALE + never)

    assert (False, "not_passed") == (proof.holds, proof.because)


def test_a_cause_that_lies_in_the_settings_is_put_back_to_what_is_usual(proves: Proves) -> None:
    """A frozen account: with a normal one the money is there on the next day."""
    frozen = """
    merchant: {account: frozen}
"""
    text = SALE + "  - at: T+2 10:00\n    world: correct_account\ncalm: {until: T+3 12:00}\n"
    proof = proves("F44", f"  {frozen.strip()}\n" + text)

    assert proof.holds
    assert ("credit_day", 1, 3) == (
        proof.change.what,
        proof.change.values["was"],
        proof.change.values["now"],
    )


def test_a_cause_that_lies_in_a_habit_is_left_off(proves: Proves) -> None:
    """The cashier who keys everything twice does so no longer, and the customer pays once."""
    waived = "waive:\n  - {check: charged_once, because: this is what the habit costs}\n"
    proof = proves("F54", SALE + waived, conduct="[handbook, keys_twice]")

    assert proof.holds
    assert ("over", 0, 6600) == (
        proof.change.what,
        proof.change.values["was_fen"],
        proof.change.values["now_fen"],
    )


def test_a_wrong_amount_is_told_from_the_step(proves: Proves) -> None:
    """What was meant is keyed instead, and the refund that puts it right is left out too."""
    wrong = SALE.replace("amount: 66.00 CNY", "amount: 76.00 CNY, meant: 66.00 CNY")
    refund = "{menu: refund, of: shopping, amount: 10.00 CNY, card: insert}"
    proof = proves("F51", f"{wrong}  - after: 1m\n    cashier: {refund}\n")

    assert proof.holds
    assert "hung" == proof.change.what


def test_a_purchase_rung_up_again_counts_only_if_it_was_paid(proves: Proves) -> None:
    """To try again what was declined is no mistake."""
    declined = SALE.replace("pin: ok", "pin: wrong")
    again = "{menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}"
    proof = proves("F54", f"{declined}  - after: 30s\n    cashier: {again}\n")

    assert (False, "cause.absent") == (proof.holds, proof.because)


# Recoveries ---------------------------------------------------------------------------------------


def test_a_recovery_that_matters_is_proven(proves: Proves) -> None:
    """If nobody loads paper the customer leaves without a slip."""
    proof = proves("R01", LOADS + PAPER_OUT)

    assert proof.holds
    assert "cashier.load_paper" == proof.values["deeds"]
    assert ("without_paper", 0, 1) == (
        proof.change.what,
        proof.change.values["was"],
        proof.change.values["now"],
    )


def test_a_recovery_of_the_handbook_is_left_out_too(proves: Proves) -> None:
    """No step says that paper is to be loaded; the cashier does it unasked."""
    proof = proves("R01", SALE + PAPER_OUT, conduct="handbook")

    assert proof.holds
    assert "cashier.load_paper" in proof.values["deeds"]


def test_a_recovery_that_makes_no_difference_is_not_proven(proves: Proves) -> None:
    """A terminal that is signed in needs no second sign-in."""
    proof = proves("R04", SALE + "  - after: 5s\n    cashier: {menu: sign_in}\n")

    assert (False, "recovery.no_difference") == (proof.holds, proof.because)
    assert "cashier.sign_in" == proof.values["deeds"]


def test_a_recovery_that_nobody_does_is_not_proven(proves: Proves) -> None:
    """The claim names a recovery that no step carries out."""
    proof = proves("R13", SALE)

    assert (False, "recovery.not_done") == (proof.holds, proof.because)
    assert "cashier.refund" == proof.values["deeds"]


def test_a_recovery_for_which_there_is_no_action_says_so() -> None:
    """Nothing in the table of deeds carries it out."""
    (proof,) = prove(replace(told("R01"), covers=("R99",))).proofs

    assert "recovery.unknown" == proof.because


def test_a_repair_that_found_nothing_to_do_was_not_done(proves: Proves) -> None:
    """The deed is in the trace, and says itself that it had no effect."""
    proof = proves("R07", SALE + "  - after: 5s\n    cashier: open_firewall\n")

    assert "recovery.not_done" == proof.because


def test_the_terminals_own_reversal_can_be_left_out(proves: Proves) -> None:
    """Then the customer stays debited and the shop knows nothing of it."""
    proof = proves("R12", SALE + LOST)

    assert proof.holds
    assert "terminal.reversal" == proof.values["deeds"]
    assert "unexplained" == proof.change.what


def test_an_expectation_of_the_deed_itself_proves_nothing(proves: Proves) -> None:
    """That nobody signs in when nobody signs in is no loss."""
    tautology = "expect:\n  - eventually: {event: cashier.did, where: {action: sign_in}}\n"
    steps = SALE + "  - after: 5s\n    cashier: {menu: sign_in}\n"

    assert "recovery.no_difference" == proves("R04", steps + tautology).because


def test_an_expectation_of_the_screen_that_answers_the_deed_proves_nothing(
    proves: Proves,
) -> None:
    """That the terminal does not say "signed in" when nobody signs in is no loss either."""
    echo = "expect:\n  - eventually: {event: console.displayed, where: {screen: signed_in}}\n"
    steps = SALE + "  - after: 5s\n    cashier: {menu: sign_in}\n"

    assert "recovery.no_difference" == proves("R04", steps + echo).because


def test_an_expectation_of_what_came_of_it_proves_it(proves: Proves) -> None:
    """The customer has a slip anyway; the second one is there only if it is printed again."""
    wants = "expect:\n  - finally: {receipt: {copies: 2, marked: reprint}}\n"
    steps = SALE + "  - after: 20s\n    cashier: {menu: reprint, which: last}\n"
    proof = proves("R01", steps + wants)

    assert proof.holds
    assert {"names": "expect[1]"} == proof.change.values


def test_waiting_is_a_recovery_if_it_helps(proves: Proves) -> None:
    """Who does not wait tries again while the host is still closed."""
    text = (
        SALE
        + """
  - after: 1s
    cashier: {wait: 10m}
  - cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}
faults:
  - acquirer.maintenance: {at: 0s, until: 8m}
"""
    )
    proof = proves("R08", text)

    assert proof.holds
    assert ("cashier.wait", "unpaid") == (proof.values["deeds"], proof.change.what)


# Preventions --------------------------------------------------------------------------------------

TWICE = (
    SALE
    + """
  - after: 10s
    cashier: {menu: sale, amount: 66.00 CNY, card: insert, pin: ok, purchase: shopping}
  - when: console.displayed
    where: {screen: confirm_duplicate}
    after: 5s
    cashier: cancel
"""
)


def test_a_prevention_that_prevents_is_proven(proves: Proves) -> None:
    """With the guard switched off the customer pays twice."""
    proof = proves("P10", TWICE)

    assert proof.holds
    assert ("over", 6600) == (proof.change.what, proof.change.values["now_fen"])


def test_a_prevention_with_nothing_to_prevent_is_not_proven(proves: Proves) -> None:
    """The guard was there and had nothing to say."""
    assert "prevention.no_effect" == proves("P10", SALE).because


def test_a_prevention_that_is_switched_off_is_not_proven(proves: Proves) -> None:
    """A shop without the guard shows nothing of what it is good for."""
    off = "  terminal: {duplicate_guard: 0s}\n"

    assert "prevention.off" == proves("P10", off + SALE).because


# Words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_proof_can_be_said(lang: str) -> None:
    """In both languages, with whom it concerns and the numbers."""
    found = prove(told("F07, F09, R01, R13, R24, D01, D09, P10, P01", LOADS + PAPER_OUT))

    assert 9 == len(found.proofs)
    assert all(proof.words(lang) for proof in found.proofs)
    assert "66.00" in next(p.words(lang) for p in found.proofs if p.entry == "P10")


def test_the_same_story_proves_the_same_twice() -> None:
    """Nothing but the story decides."""
    story = told("S1, F07, R01", LOADS + PAPER_OUT)

    assert prove(story) == prove(story)


def test_what_is_done_every_day_is_no_remedy_beside_one(proves: Proves) -> None:
    """The void put it right; that the batch was settled afterwards is no part of that."""
    void = "  - after: 30s\n    cashier: {menu: void, of: shopping, card: insert, pin: ok}\n"
    settles = "  - after: 30s\n    cashier: {menu: settlement}\n"

    assert "cashier.void" == proves("R22", SALE + void + settles).values["deeds"]
    assert "cashier.settlement" == proves("R22", SALE + settles).values["deeds"]
