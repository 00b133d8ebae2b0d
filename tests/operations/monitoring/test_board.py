"""The board: what lasts becomes an alarm, what ends in time never was one."""

from hypothesis import given
from hypothesis import strategies as st

from emulator.operations.monitoring.board import CLEARED, RAISED, Board, News


def put(board: Board, about: str, since_us: int, due_us: int) -> None:
    """Put one thing on the board."""
    board.put("unprinted", about, since_us=since_us, due_us=due_us)


def kinds(news: list[News]) -> list[tuple[str, int]]:
    """What was told, and of which moment."""
    return [(one.kind, one.at_us) for one in news]


def test_what_lasts_is_raised_the_microsecond_after_it_was_due() -> None:
    """At the due moment itself it is no alarm yet."""
    board = Board()
    put(board, "a", 0, 10)
    board.pass_to(10)

    assert [] == board.news()
    board.pass_to(11)
    assert [(RAISED, 11)] == kinds(board.news())


def test_what_ends_at_the_due_moment_never_was_an_alarm() -> None:
    """Taken off in time, nothing is told."""
    board = Board()
    put(board, "a", 0, 10)
    board.take_off("unprinted", "a", at_us=10)
    board.pass_to(100)

    assert [] == board.news()


def test_an_alarm_that_is_over_is_cleared_once() -> None:
    """With how long all of it lasted; what is taken off again says nothing."""
    board = Board()
    put(board, "a", 5, 10)
    board.pass_to(20)
    board.take_off("unprinted", "a", at_us=30)
    board.take_off("unprinted", "a", at_us=40)
    raised, cleared = board.news()

    assert (RAISED, 11, 6) == (raised.kind, raised.at_us, raised.lasted_us)
    assert (CLEARED, 31, 26) == (cleared.kind, cleared.at_us, cleared.lasted_us)


def test_the_first_sign_counts() -> None:
    """Whoever is on the board already is not put there again."""
    board = Board()
    put(board, "a", 0, 10)
    put(board, "a", 5, 50)
    board.pass_to(60)

    assert [(RAISED, 11)] == kinds(board.news())


def test_what_comes_back_has_its_time_anew() -> None:
    """The old entry of the queue raises nothing."""
    board = Board()
    put(board, "a", 0, 10)
    board.take_off("unprinted", "a", at_us=5)
    put(board, "a", 8, 30)
    board.pass_to(30)

    assert [] == board.news()
    assert 31 == board.next_us


def test_only_its_own_kind_is_taken_off() -> None:
    """Others stay."""
    board = Board()
    put(board, "a", 0, 10)
    board.put("paper_low", "", since_us=0, due_us=20)
    board.take_off_all("unprinted", at_us=5)
    board.pass_to(100)

    assert ["paper_low"] == [news.alarm for news in board.news()]


def test_a_closed_board_raises_nothing() -> None:
    """And keeps nothing."""
    board = Board()
    put(board, "a", 0, 10)
    board.close()
    board.pass_to(100)

    assert ([], None, 0) == (board.news(), board.next_us, len(board))


def test_nothing_is_kept_of_what_is_over() -> None:
    """A long run needs no more memory than a short one."""
    board = Board()
    for moment in range(0, 10_000, 10):
        put(board, str(moment), moment, moment + 50)
        board.take_off("unprinted", str(moment), at_us=moment + 5)
        board.pass_to(moment + 5)

    assert len(board) < 10


MATTERS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 100)), max_size=12
)


@given(MATTERS, st.integers(1, 30))
def test_it_makes_no_difference_how_often_it_is_asked(
    matters: list[tuple[int, int, int]], stride: int
) -> None:
    """A run that is watched and a recording that is read later tell the same."""

    def told(moments: list[int]) -> list[News]:
        board, news = Board(), []
        for now in moments:
            board.pass_to(now)
            for number, (since, after, lasted) in enumerate(matters):
                if since == now:
                    put(board, str(number), since, since + after)
                if since + lasted == now:
                    board.take_off("unprinted", str(number), at_us=now)
            news += board.news()
        return news

    every = list(range(200))
    signs = {since for since, _, _ in matters} | {s + lasted for s, _, lasted in matters}
    some = sorted(signs | set(range(0, 200, stride)) | {199})

    assert told(every) == told(some)


@given(MATTERS)
def test_every_end_has_a_beginning(matters: list[tuple[int, int, int]]) -> None:
    """Raised and cleared take turns, whatever is put on and taken off."""
    board = Board()
    for now in range(160):
        for since, after, lasted in matters:
            if since == now:
                put(board, "a", since, since + after)
            if since + lasted == now:
                board.take_off("unprinted", "a", at_us=now)
        board.pass_to(now)
    found = [news.kind for news in board.news()]

    assert [RAISED, CLEARED] * (len(found) // 2) == found[: len(found) // 2 * 2]
    assert [] == [kind for kind in found[len(found) // 2 * 2 :] if kind != RAISED]
