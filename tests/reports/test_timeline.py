"""The last events with the cardholder's money."""

from emulator.domain.trace import TraceEvent
from emulator.reports.timeline import Account, around, rows


def posted(seq, fen, other="issuer:icbc:settlement"):
    legs = [["cardholder:customer", fen], [other, -fen]]
    return TraceEvent(seq, seq, "issuer", "posted", {"reason": "sale", "legs": legs})


def balances(events, opening_fen):
    return [row.balance_fen for row in rows(events, Account("customer", opening_fen))]


def test_posting_changes_the_balance():
    """A debit is taken from what was there."""

    assert [900, 950] == balances([posted(0, -100), posted(1, 50)], 1000)


def test_posted_opening_is_believed():
    """A trace that posts its opening balance does not count it twice."""

    assert [1000, 900] == balances([posted(0, 1000, other="opening"), posted(1, -100)], 1000)


def test_unknown_account_stays_unknown():
    """Nobody guesses what stood on an account that nobody named."""

    assert [None] == balances([posted(0, -100)], None)


def test_only_postings_move_money():
    """A notification names an amount and moves nothing."""
    event = TraceEvent(0, 0, "issuer", "notified", {"amount_fen": 100})

    assert [1000] == balances([event], 1000)


def shown(told, **settings):
    return [row.event.seq for row in around(told, **settings)]


def test_noise_is_left_out_but_evidence_stays():
    """Key presses are not told, unless the verdict points at one."""
    noise = [TraceEvent(n, n, "console", "pressed", {}) for n in range(3)]
    told = rows([*noise, posted(3, -1)], Account("customer", 0))

    assert [1, 3] == shown(told, point_seq=1, until_seq=3, keep=[])


def test_rows_are_chosen_around_the_verdict():
    """Of many events those just before the verdict are shown, and what followed."""
    told = rows([posted(n, -1) for n in range(40)], Account("customer", 0))

    assert list(range(15, 25)) == shown(told, point_seq=20, until_seq=39, keep=[])


def test_nothing_is_shown_behind_the_last_evidence():
    """At the end of the story the rows before it fill the table."""
    told = rows([posted(n, -1) for n in range(40)], Account("customer", 0))

    assert list(range(11, 21)) == shown(told, point_seq=20, until_seq=20, keep=[])


def test_opening_of_the_shop_is_not_told():
    """What happened before moment 0 is no part of the story."""
    early = TraceEvent(0, -1, "cashier", "did", {"action": "sign_in"})
    told = rows([early, posted(1, -1)], Account("customer", 0))

    assert [1] == shown(told, point_seq=1, until_seq=1, keep=[])
