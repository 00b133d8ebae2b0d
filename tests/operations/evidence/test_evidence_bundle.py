"""What goes into a bundle, and what never does."""

import json
import zipfile
from io import BytesIO

import msgspec
import pytest
from disputes import (
    RUN,
    bundled,
    contents,
    events_of,
    extracted,
    lines_of,
    with_changes,
)

from emulator.domain.trace import Trace, TraceEvent
from emulator.operations.evidence.bundle import InClear, bundle
from emulator.operations.evidence.choice import MOST_ALIKE, MOST_DISPUTED, Choice
from emulator.operations.evidence.extract import FILES, NoEvent, extract
from emulator.operations.evidence.index import TooMuch

STORY = "keyed-twice-and-voided"
SALE, AGAIN, VOID = ("000001", "000002"), ("000001", "000003"), ("000001", "000004")


def files(data):
    """All files of a bundle."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content):
    """The events of a file of lines."""
    return [json.loads(line) for line in content.splitlines()]


class TestChoice:
    def test_a_disputed_sale_brings_its_like_and_what_took_them_back(self):
        """The other debit of the same card and amount, and the void."""
        chosen = extracted(STORY, stan="000002").chosen

        assert ((SALE,), (AGAIN,), (VOID,), 0) == chosen

    def test_whoever_names_the_void_means_the_sale(self):
        """A dispute is about what was taken."""
        assert (AGAIN,) == extracted(STORY, stan="000004").chosen.disputed

    def test_a_purchase_is_all_that_was_asked_for_it(self):
        """Both debits are in dispute."""
        assert (SALE, AGAIN) == extracted(STORY, purchase="shopping").chosen.disputed

    def test_without_a_choice_everything_is_taken(self):
        """The test sale at the end too."""
        assert (SALE, AGAIN, ("000001", "000005")) == extracted(STORY).chosen.disputed

    def test_a_refund_by_reference_hangs_on_its_sale(self):
        """On another day, in another batch, and named by the reference alone."""
        chosen = extracted("refund-next-day", stan="000002").chosen

        assert (("000002", "000006"),) == chosen.taking_back

    @pytest.mark.parametrize("choice", [{"stan": "000099"}, {"purchase": "nothing"}])
    def test_what_is_not_there_is_said(self, choice):
        """No empty bundle is made."""
        with pytest.raises(TooMuch, match="no such transaction"):
            extracted(STORY, **choice)

    def test_a_stan_of_several_batches_asks_for_the_batch(self):
        """A number comes again in every batch."""
        events = with_second_batch(events_of(STORY))

        with pytest.raises(TooMuch, match="000001/000002, 000007/000002"):
            extract(lines_of(events), Choice(stan="000002"))
        found = extract(lines_of(events), Choice(batch="000007", stan="000002"))
        assert (("000007", "000002"),) == found.chosen.disputed

    def test_more_than_a_bundle_holds_is_refused(self):
        """With the way out."""
        with pytest.raises(TooMuch, match="--stan"):
            extract(lines_of(sales(MOST_DISPUTED + 1)), Choice())

    def test_the_nearest_of_very_many_alike_are_taken(self):
        """And how many were left out is kept, so that nobody takes the rest for nothing."""
        found = extract(lines_of(sales(MOST_ALIKE + 3)), Choice(stan="000001"))

        assert (MOST_ALIKE, 2) == (len(found.chosen.alike), found.chosen.left_out)


def with_second_batch(events):
    """The same again in another batch."""
    again = [
        msgspec.structs.replace(
            event, seq=event.seq + len(events), detail={**event.detail, "batch": "000007"}
        )
        for event in events
        if event.source == "uplink" and event.detail.get("stan") == "000002"
    ]
    return [*events, *again]


def sales(count):
    """Requests of one card for one amount, a minute apart."""
    detail = {
        "way": "up", "mti": "0200", "transaction": "sale", "terminal": "1", "batch": "000001",
        "amount_fen": 100, "card": "622202******0018",
    }  # fmt: skip
    return [
        TraceEvent(n, n * 60_000_000, "uplink", "sent", {**detail, "stan": f"{n + 1:06d}"})
        for n in range(count)
    ]


class TestLines:
    def test_they_are_those_of_the_recording_byte_for_byte(self):
        """Nothing is written anew."""
        recorded = set(lines_of(events_of(STORY))())
        made = files(bundled(STORY, "000003"))

        assert (
            set()
            == {line for name in dict.fromkeys(FILES.values()) for line in made[name].splitlines()}
            - recorded
        )

    def test_inside_events_are_no_evidence(self):
        """What a program says of itself proves nothing."""
        assert not any(one.event.inside for one in extracted(STORY).taken)

    def test_other_peoples_payments_are_not_in_it(self):
        """The test sale is another card's."""
        text = b"".join(files(bundled(STORY, "000003")).values())

        assert b"622848" not in text
        assert b"probe" not in text

    @pytest.mark.parametrize("word", [b"balance_fen", b"notified", b"used_stolen_card"])
    def test_what_only_the_cardholder_knows_is_not_in_it(self, word):
        """Customers' data do not leave the shop."""
        assert word not in b"".join(files(bundled("answer-lost")).values())

    def test_the_banks_lines_of_the_day_are_in_it(self):
        """Until the merchant's bank credited it."""
        made = lines(files(bundled("refund-next-day", "000002"))["statements.jsonl"])

        assert "merchant_credited" in [line["kind"] for line in made]

    def test_the_reversal_of_another_moment_is_in_it(self):
        """It was sent when the till was idle again."""
        made = lines(files(bundled("answer-lost", "000002"))["messages.jsonl"])

        assert {"0200", "0210", "0400", "0410"} == {line["detail"]["mti"] for line in made}

    def test_what_people_did_and_said_is_in_it(self):
        """The cashier at the till, the supervisor, the customer who came back next day."""
        made = lines(files(bundled("refund-next-day", "000002"))["people.jsonl"])

        assert {"did", "rang_up", "came", "keyed_password", "complained"} == {
            line["kind"] for line in made
        }

    def test_a_line_that_is_no_event_is_named(self):
        """By its number in the run."""
        with pytest.raises(NoEvent) as told:
            extract(lambda: [b"{}"], Choice())
        assert 1 == told.value.args[0]

    def test_lines_out_of_order_are_refused(self):
        """Evidence is in the order in which things happened."""
        events = events_of(STORY)

        with pytest.raises(NoEvent):
            extract(lines_of((events[1], events[0])), Choice())


class TestFiles:
    def test_the_same_recording_gives_the_same_bytes(self):
        """No clock, no order of a set, no packer's mood."""
        again = bundle(extracted(STORY), run=RUN, complete=True)

        assert bundled(STORY) == again

    def test_the_manifest_has_the_digest_of_the_whole_run(self):
        """As `posemu run` shows it."""
        manifest = json.loads(files(bundled(STORY))["manifest.json"])

        assert Trace(events_of(STORY)).digest() == manifest["digest"]

    def test_slips_come_as_text_and_picture(self):
        """In the order in which they came out."""
        made = files(bundled(STORY, "000002"))

        assert "RMB 99.00" in made["slips/001-sale-merchant.txt"].decode()
        assert made["slips/001-sale-merchant.png"].startswith(b"\x89PNG")

    def test_a_slip_that_nobody_can_read_is_not_drawn(self):
        """It is in the summary all the same."""
        events = with_changes(events_of(STORY), "printer.slip_printed", legible=False)
        found = extract(lines_of(events), Choice(stan="000002"))
        made = files(bundle(found, run=RUN, complete=True))

        assert [] == [name for name in made if name.startswith("slips/")]
        summary = json.loads(made["summary.json"])
        assert [False, False] == [s["legible"] for s in summary["payments"][0]["slips"]]

    def test_the_timeline_is_there_in_both_languages(self):
        """With the wall clock of the shop."""
        made = files(bundled(STORY, "000003"))

        assert "有争议: 消费 000001/000003" in made["timeline.zh.txt"].decode()
        assert "In dispute: sale 000001/000003" in made["timeline.en.txt"].decode()
        assert "2026-03-02 10:00:" in made["timeline.en.txt"].decode()


class TestFacts:
    def test_a_payment_has_what_a_retrieval_request_asks_for(self):
        """Amount, bill, time, numbers, entry, slips and the way of the money."""
        one = contents("refund-next-day", stan="000002").payments["000001", "000002"]

        assert (13850, 12850, "000000000001", "000001") == (
            one.amount_fen, one.billed_fen, one.reference, one.authorisation,
        )  # fmt: skip
        assert ("chip", True, ("approved",)) == (one.entry, one.pin_keyed, one.screens)
        assert ("2026-03-02 10:00:06.541", "2026-03-02", "2026-03-03") == (
            one.at, one.business_day, one.credited_on,
        )  # fmt: skip
        assert (13850, 1000, 12850) == (one.debited_fen, one.back_fen, one.left_fen)
        assert ["merchant", "cardholder"] == [slip.copy for slip in one.slips]

    def test_a_reversed_sale_is_seen_in_the_books(self):
        """Taken and given back under one number."""
        one = contents("answer-lost", stan="000002").payments["000001", "000002"]

        assert (1, 0, 0, True) == (one.debits, one.debited_fen, one.booked_fen, one.reversed)

    def test_a_torn_slip_counts_apart(self):
        """The cover was opened, and the whole slip came again."""
        one = contents("cover-open", stan="000002").payments["000001", "000002"]

        assert (1, 2) == (one.torn, len(one.slips))


class TestInClear:
    PAN = "6222020000000015"

    @pytest.mark.parametrize(
        "detail",
        [
            {"card": PAN},
            {"card": "62220200000018"},
            {"note": f"card {PAN} keyed"},
            {"note": "6222 0200 0000 0015"},
            {"note": "6222-0200-0000-0015"},
            {"note": int(PAN)},
            {"note": {"deep": [PAN]}},
            {PAN: "x"},
            {"pin": "1234"},
            {"track2": "whatever"},
            {"key": "0123456789ABCDEF"},
        ],
        ids=str,
    )
    def test_a_number_or_a_secret_makes_no_bundle(self, detail):
        """Wherever in an event it stands."""
        events = with_changes(events_of(STORY), "uplink.delivered", **detail)

        with pytest.raises(InClear):
            bundle(extract(lines_of(events), Choice()), run=RUN, complete=True)

    @pytest.mark.parametrize("pressed", [{"input": "pin", "text": "1"}, {"text": "1234"}])
    def test_what_was_keyed_for_a_secret_makes_no_bundle(self, pressed):
        """The camera must not have read it."""
        (shown,) = [e for e in events_of(STORY) if e.detail.get("screen") == "supervisor_password"]
        events = [
            msgspec.structs.replace(e, detail={**e.detail, **pressed})
            if e.seq > shown.seq and e.name == "console.pressed"
            else e
            for e in events_of(STORY)
        ]

        with pytest.raises(InClear):
            bundle(extract(lines_of(events), Choice(stan="000003")), run=RUN, complete=True)

    def test_a_masked_secret_is_none(self):
        """Stars say nothing."""
        events = with_changes(events_of(STORY), "uplink.delivered", pin="****")

        assert bundle(extract(lines_of(events), Choice()), run=RUN, complete=True)

    def test_the_name_of_the_scenario_is_looked_at_too(self):
        """It stands in the manifest."""
        run = msgspec.structs.replace(RUN, scenario=self.PAN)

        with pytest.raises(InClear, match=r"manifest\.json"):
            bundle(extracted(STORY), run=run, complete=True)

    def test_a_merchants_number_is_no_card_number(self):
        """Fifteen digits that pass the test by chance."""
        events = [msgspec.structs.replace(e, detail=replaced(e.detail)) for e in events_of(STORY)]

        assert bundle(extract(lines_of(events), Choice()), run=RUN, complete=True)


def replaced(detail):
    """Another merchant, whose number passes the Luhn test."""
    text = json.dumps(detail).replace("898520154110004", "898520154110003")
    return json.loads(text)
