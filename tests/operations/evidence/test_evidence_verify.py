"""Whoever touches a bundle is found out; whatever else comes in its place hurts nobody."""

import hashlib
import io
import json
import struct
import zipfile

import msgspec
import pytest
from disputes import RUN, bundled, events_of, extracted, lines_of, with_changes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulator.domain.errors import UsageError
from emulator.domain.event_table import SOURCES
from emulator.domain.trace import TraceEvent
from emulator.operations.evidence import archive
from emulator.operations.evidence.archive import NoArchive
from emulator.operations.evidence.bundle import MANIFEST, bundle, packed
from emulator.operations.evidence.choice import Choice
from emulator.operations.evidence.extract import MOST_LINES, NoEvent, extract
from emulator.operations.evidence.verify import Finding, compared, opened

STORY = "keyed-twice-and-voided"


def whole():
    """A bundle of a sale that is in dispute."""
    return bundled(STORY, "000003")


def files(data):
    """All files of a bundle, the manifest first."""
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return {name: held.read(name) for name in held.namelist()}


def mended(changed):
    """Files with a manifest whose hashes fit them."""
    manifest = json.loads(changed[MANIFEST])
    manifest["files"] = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in changed.items()
        if name != MANIFEST
    ]
    return packed({**changed, MANIFEST: json.dumps(manifest).encode()})


class TestGenuine:
    def test_a_bundle_as_it_was_made_has_no_findings(self):
        """And its seal is the one that was told."""
        held = opened(whole())

        assert ((), hashlib.sha256(files(whole())[MANIFEST]).hexdigest()) == (
            held.findings, held.seal,
        )  # fmt: skip

    def test_it_is_what_the_recording_holds(self):
        """The same extract again."""
        assert () == compared(opened(whole()), lines_of(events_of(STORY)))

    def test_another_version_may_word_the_same_lines_otherwise(self):
        """Its hashes and its lines are judged all the same."""
        changed = files(whole())
        manifest = {**json.loads(changed[MANIFEST]), "emulator": "9.9.9"}
        changed[MANIFEST] = json.dumps(manifest).encode()
        changed["timeline.en.txt"] += b"in other words\n"
        held = opened(mended(changed))

        assert "9.9.9" == held.manifest.emulator
        assert () == compared(held, lines_of(events_of(STORY)))

    def test_a_picture_that_another_machine_packed_is_the_same_picture(self, monkeypatch):
        """The dots count, not how zlib puts them into bytes."""
        from emulator.reports.paper import picture

        real = picture.zlib.compressobj
        monkeypatch.setattr(picture.zlib, "compressobj", lambda level: real(1))

        other = bundle(extracted(STORY, stan="000003"), run=RUN, complete=True)
        monkeypatch.undo()

        assert other != whole()
        assert () == opened(other).findings
        assert () == compared(opened(other), lines_of(events_of(STORY)))


class TestAltered:
    @pytest.mark.parametrize(
        "name", ["journal.jsonl", "summary.json", "slips/001-sale-merchant.png", "timeline.zh.txt"]
    )
    def test_an_altered_file_is_named(self, name):
        """By its hash."""
        changed = files(whole())
        changed[name] += b"\n"

        assert (Finding(name, "altered"),) == opened(packed(changed)).findings

    def test_a_missing_and_an_added_file_are_named(self):
        """The list of files is complete."""
        changed = files(whole())
        changed["letter.txt"] = changed.pop("people.jsonl")

        findings = opened(packed(changed)).findings

        assert {("people.jsonl", "missing"), ("letter.txt", "added")} <= set(findings)

    @pytest.mark.parametrize(
        "name", ["summary.json", "slips/001-sale-merchant.png", "slips/001-sale-merchant.txt"]
    )
    def test_a_mended_manifest_does_not_help(self, name):
        """What follows from the lines is made again."""
        changed = files(whole())
        changed[name] = changed[name].replace(b"99.00", b"98.00") + b"\n"

        assert (Finding(name, "not_from_lines"),) == opened(mended(changed)).findings

    def test_invented_lines_are_found_with_the_recording(self):
        """Amount, slip and summary all changed in step, and every hash with them."""
        events = with_changes(events_of(STORY), "issuer.posted", legs=[["cardholder:x", -1]])
        forged = bundle(extract(lines_of(events), Choice(stan="000003")), run=RUN, complete=True)
        held = opened(forged)

        assert () == held.findings
        assert Finding("statements.jsonl", "not_in_recording") in compared(
            held, lines_of(events_of(STORY))
        )

    def test_left_out_lines_are_found_with_the_recording(self):
        """Half the truth is no extract."""
        found = extracted(STORY, stan="000003")
        less = msgspec.structs.replace(
            found, taken=tuple(t for t in found.taken if t.event.source != "people")[:-1]
        )
        held = opened(bundle(less, run=RUN, complete=True))

        assert () == held.findings
        assert () != compared(held, lines_of(events_of(STORY)))

    def test_something_put_behind_the_files_is_found(self):
        """A comment that no file list shows."""
        stream = io.BytesIO(whole())
        with zipfile.ZipFile(stream, "a") as held:
            held.comment = b"see?"

        assert (Finding("", "repacked"),) == opened(stream.getvalue()).findings

    def test_a_manifest_that_cannot_be_read_is_an_altered_bundle(self):
        """Not something else."""
        changed = files(whole())
        changed[MANIFEST] = changed[MANIFEST][:-20]

        assert (Finding(MANIFEST, "damaged"),) == opened(packed(changed)).findings

    @settings(max_examples=60, deadline=None)
    @given(st.data())
    def test_no_byte_can_be_changed_unseen(self, data):
        """Wherever it stands; then the bundle is altered, or none any more."""
        genuine = whole()
        at = data.draw(st.integers(0, len(genuine) - 1))
        by = data.draw(st.integers(1, 255))
        changed = bytearray(genuine)
        changed[at] ^= by
        try:
            findings = opened(bytes(changed)).findings
        except NoArchive:
            return

        assert () != findings

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 200_000))
    def test_a_bundle_that_was_cut_off_is_none(self, length):
        """A download that broke."""
        with pytest.raises(NoArchive):
            opened(whole()[: min(length, len(whole()) - 1)])


class TestHostile:
    @settings(max_examples=100, deadline=None)
    @given(st.binary(max_size=400))
    def test_bytes_from_anywhere_are_no_bundle(self, data):
        """And nothing worse."""
        with pytest.raises(NoArchive):
            opened(data)

    @pytest.mark.parametrize(
        "name", ["../escape.txt", "/etc/passwd", "slips/../../x", "C:\\x", "a\nb", "slips/"]
    )
    def test_a_path_that_leads_elsewhere_is_refused(self, name):
        """Though nothing is ever unpacked."""
        with pytest.raises(NoArchive, match="odd_name"):
            opened(packed({**files(whole()), name: b""}))

    def test_a_bomb_is_refused_before_it_opens(self):
        """A bundle compresses nothing."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as held:
            held.writestr(MANIFEST, bytes(50_000_000))

        with pytest.raises(NoArchive, match="compressed"):
            opened(stream.getvalue())

    def test_very_many_files_are_refused_before_they_are_listed(self):
        """One more than there can be."""
        many = {f"f{n}.txt": b"" for n in range(archive.MOST_FILES + 1)}

        with pytest.raises(NoArchive, match="too_many_files"):
            opened(packed(many))

    def test_as_many_files_as_there_can_be_are_read(self):
        """They are no bundle, but they are listed."""
        many = {f"f{n}.txt": b"" for n in range(archive.MOST_FILES)}

        with pytest.raises(NoArchive, match="no_manifest"):
            opened(packed(many))

    def test_too_large_a_file_is_refused_unread(self, monkeypatch):
        """By its length."""
        monkeypatch.setattr(archive, "MOST_BYTES", len(whole()) - 1)

        with pytest.raises(NoArchive, match="too_large"):
            opened(whole())

    def test_a_list_that_is_longer_than_it_says_is_refused(self):
        """The length of the list decides, not the count."""
        data = bytearray(packed({f"f{n}.txt": b"" for n in range(6000)}))
        at = data.rfind(b"PK\5\6")
        struct.pack_into("<HH", data, at + 8, 1, 1)

        with pytest.raises(NoArchive, match="too_many_files"):
            opened(bytes(data))

    def test_somebody_elses_manifest_is_no_bundle(self):
        """Browser extensions have one too."""
        with pytest.raises(NoArchive, match="no_manifest"):
            opened(packed({MANIFEST: b'{"name": "x", "version": 2}'}))

    def test_another_version_is_said(self):
        """It may be newer than we are."""
        changed = files(whole())
        changed[MANIFEST] = changed[MANIFEST].replace(b'"v": 1', b'"v": 2')

        with pytest.raises(NoArchive, match="other_version"):
            opened(packed(changed))

    def test_more_lines_than_any_bundle_has_are_not_read(self):
        """Though they are well-formed."""
        many = files(whole())["shop.jsonl"] * (MOST_LINES + 1)

        with pytest.raises(NoArchive, match="too_large"):
            opened(mended({**files(whole()), "shop.jsonl": many}))

    def test_a_manifest_of_more_than_a_megabyte_is_not_read(self):
        """A real one has a few hundred bytes a file."""
        with pytest.raises(NoArchive, match="too_large"):
            opened(packed({MANIFEST: b'{"evidence":"posemu.evidence"}' + b" " * 1024 * 1024}))

    def test_deep_nesting_in_a_manifest_is_no_bundle(self):
        """No recursion takes us down."""
        deep = b'{"evidence":' + b"[" * 100_000

        assert (Finding(MANIFEST, "damaged"),) == opened(packed({MANIFEST: deep})).findings


NAMES = [f"{source}.{kind}" for source, kinds in SOURCES.items() for kind in kinds]
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**62), 2**62), st.floats(), st.text(max_size=20),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=5), st.integers()),
    st.just("9" * 200), st.just([["cardholder:x"]]), st.just([[1, 2]]),
)  # fmt: skip


@st.composite
def damaged_runs(draw):
    """A real run of which some details are not what they must be, or are not there."""
    events = list(events_of(draw(st.sampled_from([STORY, "answer-lost", "refund-next-day"]))))
    for _ in range(draw(st.integers(1, 8))):
        n = draw(st.integers(0, len(events) - 1))
        event, detail = events[n], dict(events[n].detail)
        if detail:
            key = draw(st.sampled_from(sorted(detail)))
            if draw(st.booleans()):
                detail[key] = draw(ODD)
            else:
                del detail[key]
            content = detail.get("content")
            if isinstance(content, dict) and content:
                inner = draw(st.sampled_from(sorted(content)))
                detail["content"] = {**content, inner: draw(ODD)}
        events[n] = TraceEvent(
            event.seq, event.at_us, *draw(st.sampled_from(NAMES)).rsplit(".", 1), detail
        )
    return events


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged_runs())
def test_a_recording_from_anywhere_gives_a_bundle_or_one_complaint(events):
    """And the bundle agrees with itself."""
    try:
        made = bundle(extract(lines_of(events), Choice()), run=RUN, complete=True)
    except (UsageError, NoEvent):
        return

    assert () == opened(made).findings
