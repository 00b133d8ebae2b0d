"""Stories share the checks that they share, and nothing is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from emulator.proof.changes import Change
from emulator.runbook.branch import Branch, Check, Deed
from emulator.runbook.tree import Fork, leaves_of, tree_of

HARM = Change(what="paper", is_worse=True, values={"was_us": 0, "now_us": 1, "who": "customer"})


def check(number: str, key: str, at_us: int = 0, **seen: str) -> Check:
    """A look."""
    return Check(numbers=(number,), key=key, seen=tuple(seen.items()), at_us=at_us)


def branch(name: str, cause: str, *checks: Check, deeds: tuple[Deed, ...] = ()) -> Branch:
    """A branch with a cause."""
    return Branch(
        scenario=name,
        title=name,
        title_en=name,
        causes=(cause,),
        brought_by=("lever",),
        harm=HARM,
        checks=checks,
        deeds=deeds,
        took_us=sum(deed.at_us for deed in deeds),
    )


def load(at_us: int, numbers: tuple[str, ...] = ("R01",)) -> Deed:
    """Paper is loaded."""
    return Deed(numbers=numbers, key="cashier.load_paper", at_us=at_us)


OUT = check("D01", "cashier.look_at_screen", screen="paper_out")
FAULT = check("D01", "cashier.look_at_screen", screen="printer_fault")
OPEN = check("D08", "cashier.check_equipment", cover="open")
JAM = check("D08", "cashier.check_equipment", paper_path="jammed")


def test_a_check_stands_once_and_forks_by_what_is_seen() -> None:
    """Three stories look at the screen; two of them go on to look at the printer."""
    tree = tree_of(
        [branch("a", "F07", OUT), branch("b", "F09", FAULT, OPEN), branch("c", "F11", FAULT, JAM)]
    )
    (question,) = tree.questions
    paper, fault = question.outcomes
    (equipment,) = fault.below.questions

    assert (("F07",),) == tuple(leaf.causes for leaf in paper.below.leaves)
    assert () == fault.below.leaves
    assert [("cover", "open"), ("paper_path", "jammed")] == [o.seen[0] for o in equipment.outcomes]


def test_stories_that_show_the_same_are_one_branch() -> None:
    """With the times of both, and both files."""
    slow = branch("slow", "F07", replace(OUT, at_us=9), deeds=(load(50),))
    (leaf,) = leaves_of(tree_of([branch("fast", "F07", OUT, deeds=(load(20),)), slow]))
    (question,) = tree_of([branch("fast", "F07", OUT), slow]).questions

    assert (20, 50) == leaf.times_us(0) == leaf.took_us
    assert ("fast", "slow") == leaf.scenarios
    assert (0, 9) == question.outcomes[0].at_us


def test_another_remedy_is_another_branch() -> None:
    """So is the same deed that is not proven to be one."""
    leaves = leaves_of(
        tree_of(
            [
                branch("a", "F07", OUT, deeds=(load(1),)),
                branch("b", "F07", OUT, deeds=(load(1, ()),)),
            ]
        )
    )

    assert 2 == len(list(leaves))


def test_variants_of_a_file_are_named_once() -> None:
    """A reader looks for a file."""
    (leaf,) = leaves_of(tree_of([branch("cut[a]", "F01"), branch("cut[b]", "F01")]))

    assert ("cut",) == leaf.scenarios


def test_the_check_that_tells_most_comes_first() -> None:
    """Whoever follows the chart from its top has an answer sooner."""
    tree = tree_of([branch("a", "F01", OPEN), branch("b", "F07", OUT), branch("c", "F09", FAULT)])

    assert ["cashier.look_at_screen", "cashier.check_equipment"] == [q.key for q in tree.questions]


CHECKS = st.lists(st.sampled_from([OUT, FAULT, OPEN, JAM]), max_size=4)
BRANCHES = st.lists(
    st.tuples(st.sampled_from(["F01", "F07", "F09"]), CHECKS, st.integers(0, 2)), max_size=8
).map(
    lambda found: [
        branch(f"story-{n}", cause, *checks, deeds=tuple(load(n) for n in range(deeds)))
        for n, (cause, checks, deeds) in enumerate(found)
    ]
)


@given(BRANCHES)
def test_every_story_is_in_exactly_one_leaf(branches: list[Branch]) -> None:
    """Below the checks that it made, in their order."""
    ways = list(_ways(tree_of(branches), ()))

    assert sorted(b.scenario for b in branches) == sorted(b.scenario for b, _ in ways)
    assert all(way == tuple((c.key, c.seen) for c in b.checks) for b, way in ways)


@given(BRANCHES, st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_change_what_is_shared(branches, random) -> None:
    """As many leaves, whatever comes first."""
    shuffled = random.sample(branches, len(branches))

    assert len(list(leaves_of(tree_of(branches)))) == len(list(leaves_of(tree_of(shuffled))))


def _ways(fork: Fork, above):
    """Every story with the checks above it."""
    for leaf in fork.leaves:
        yield from ((branch, above) for branch in leaf.branches)
    for question in fork.questions:
        for outcome in question.outcomes:
            yield from _ways(outcome.below, (*above, (question.key, outcome.seen)))
