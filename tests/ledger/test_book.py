"""The banks' books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.ledger.book import Book, Unbalanced


def test_posting_moves_money() -> None:
    """What leaves one account arrives on the other."""
    book = Book()
    book.post(("cardholder:li", -12850), ("issuer:icbc:settlement", 12850))

    assert -12850 == book.balance_fen("cardholder:li")
    assert 12850 == book.balance_fen("issuer:icbc:settlement")


def test_unbalanced_posting_changes_nothing() -> None:
    """A posting that does not sum to zero is refused whole."""
    book = Book()

    with pytest.raises(Unbalanced, match="legs sum to 1 fen"):
        book.post(("a", 100), ("b", -99))
    assert {} == book.accounts()
    assert 0 == book.postings


legs = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(1, 10**12)),
    max_size=30,
)


@given(legs)
def test_money_is_conserved(moves: list[tuple[str, str, int]]) -> None:
    """The sum over all accounts is zero after any postings."""
    book = Book()
    for source, target, amount_fen in moves:
        book.post((source, -amount_fen), (target, amount_fen))

    assert 0 == sum(book.accounts().values())
    assert len(moves) == book.postings


def test_accounts_are_listed_by_prefix_and_name() -> None:
    """Accounts come sorted, whatever the order of the postings."""
    book = Book()
    book.post(("merchant:b", 1), ("acquirer:fees", -1))
    book.post(("merchant:a", 2), ("acquirer:fees", -2))

    assert [("merchant:a", 2), ("merchant:b", 1)] == list(book.accounts("merchant:").items())
