"""Builds small traces by hand: a shop whose every outside event a test can leave out or change."""

from typing import Any

from emulator.checks.base import Check
from emulator.domain.texts import say
from emulator.domain.trace import TraceEvent
from emulator.domain.verdict import Truth, Verdict

TERMINAL = "12345678"
MERCHANT = "898520154110004"
CARD = "622202******0018"
BATCH = "000001"
STEP_US = 1000


class ShopTrace:
    """A trace in the making; every method appends events and gives back the builder."""

    def __init__(self, *, start: str = "2026-03-02T10:00:00", opening_fen: int = 100_000) -> None:
        self.events: list[TraceEvent] = []
        self.now_us = 0
        self._slip = 0
        self._message = 0
        self.note(
            "bench",
            "run_started",
            scenario="t",
            seed=0,
            start=start,
            terminal=TERMINAL,
            merchant=MERCHANT,
            profile="reference",
        )
        self.note("storage", "read", records=0, torn=0)
        if opening_fen:
            self.note(
                "issuer",
                "posted",
                reason="opening",
                legs=[["opening", -opening_fen], ["cardholder:customer", opening_fen]],
            )

    def note(self, source: str, kind: str, *, inside: bool = False, **detail: Any) -> "ShopTrace":
        self.now_us += STEP_US
        self.events.append(TraceEvent(len(self.events), self.now_us, source, kind, detail, inside))
        return self

    def copy(self) -> "ShopTrace":
        """The same trace so far, to go on with in another way."""
        other = ShopTrace()
        other.events = list(self.events)
        other.now_us = self.now_us
        return other

    def wait(self, us: int) -> "ShopTrace":
        self.now_us += us
        return self

    # Pieces of a transaction ------------------------------------------------------------------

    def present(self, purchase: str = "p1", meant_fen: int = 12850) -> "ShopTrace":
        self.note("cardholder", "meant", purchase=purchase, amount_fen=meant_fen, holder="customer")
        return self.note(
            "console",
            "card_presented",
            purchase=purchase,
            card=CARD,
            holder="customer",
            entry="chip",
            terminal=TERMINAL,
        )

    def screen(self, screen: str, **values: Any) -> "ShopTrace":
        return self.note("console", "displayed", screen=screen, **values)

    def line(self, kind: str, mti: str, stan: str, **more: Any) -> "ShopTrace":
        self._message += 1
        detail: dict[str, Any] = {
            "message": self._message,
            "way": "down" if mti[2] in "13" else "up",
            "mti": mti,
            "transaction": more.pop("transaction", "sale"),
            "terminal": more.pop("terminal", TERMINAL),
            "batch": more.pop("batch", BATCH),
            "stan": stan,
            **more,
        }
        return self.note("uplink", kind, **detail)

    def request(self, mti: str, stan: str, **more: Any) -> "ShopTrace":
        return self.line("sent", mti, stan, **more).line("delivered", mti, stan, **more)

    def answer(self, mti: str, stan: str, **more: Any) -> "ShopTrace":
        return self.line("sent", mti, stan, **more).line("delivered", mti, stan, **more)

    def record(self, record: str, stan: str, batch: str = BATCH, **more: Any) -> "ShopTrace":
        return self.note("storage", "written", record=record, stan=stan, batch=batch, **more)

    def issuer(
        self, reason: str, stan: str, taken_fen: int, batch: str = BATCH, **more: Any
    ) -> "ShopTrace":
        legs = [["cardholder:customer", -taken_fen], ["issuer:icbc:settlement", taken_fen]]
        return self.note(
            "issuer",
            "posted",
            reason=reason,
            legs=more.pop("legs", legs),
            card=CARD,
            holder="customer",
            bank="icbc",
            terminal=more.pop("terminal", TERMINAL),
            batch=batch,
            stan=stan,
            **more,
        )

    def host(
        self, reason: str, stan: str, payable_fen: int, batch: str = BATCH, **more: Any
    ) -> "ShopTrace":
        return self.note(
            "acquirer",
            "posted",
            entry=1,
            reason=reason,
            legs=[
                ["acquirer:receivable", -payable_fen],
                [f"acquirer:payable:{MERCHANT}", payable_fen],
            ],
            terminal=TERMINAL,
            batch=batch,
            stan=stan,
            transaction=more.pop("transaction", reason),
            **more,
        )

    def slip(
        self,
        stan: str,
        copy: str = "merchant",
        *,
        amount_fen: int = 12850,
        batch: str = BATCH,
        kind: str = "sale",
        reprint: bool = False,
        legible: bool = True,
        torn: bool = False,
        card: str = CARD,
    ) -> "ShopTrace":
        self._slip += 1
        detail: dict[str, Any] = {
            "slip": self._slip,
            "slip_kind": kind,
            "copy": copy,
            "transaction": kind,
            "stan": stan,
            "batch": batch,
            "amount_fen": amount_fen,
            "reprint": reprint,
            "lines": 24,
        }
        self.note("printer", "slip_started", **detail)
        if torn:
            return self.note("printer", "slip_torn", **detail, printed_mm=40, reason="paper_out")
        return self.note(
            "printer",
            "slip_printed",
            **detail,
            legible=legible,
            cut=False,
            void_above=False,
            content={"card": card, "merchant": MERCHANT, "amount_fen": amount_fen},
        )

    # Whole transactions -----------------------------------------------------------------------

    def asked(
        self, stan: str = "000001", amount_fen: int = 12850, batch: str = BATCH, **more: Any
    ) -> "ShopTrace":
        """From the intent to the delivered request."""
        kind = more.get("transaction", "sale")
        if kind != "refund":
            self.record("intent", stan, batch, transaction=kind, amount_fen=amount_fen)
        mti = {"refund": "0220", "preauth": "0100"}.get(kind, "0200")
        return self.request(mti, stan, amount_fen=amount_fen, card=CARD, batch=batch, **more)

    def booked(
        self, stan: str = "000001", amount_fen: int = 12850, batch: str = BATCH, kind: str = "sale"
    ) -> "ShopTrace":
        """Both banks' books take the money of a debit or give back that of a credit."""
        sign = -1 if kind in ("void", "refund") else 1
        self.issuer(kind, stan, sign * amount_fen, batch)
        return self.host(kind, stan, sign * amount_fen, batch)

    def approved(
        self, stan: str = "000001", amount_fen: int = 12850, batch: str = BATCH, kind: str = "sale"
    ) -> "ShopTrace":
        """From the approving answer to the approved screen."""
        mti = "0230" if kind == "refund" else "0210"
        self.answer(
            mti,
            stan,
            batch=batch,
            transaction=kind,
            code="00",
            amount_fen=amount_fen,
            reference=f"9{batch[-3:]}{stan}",
        )
        self.record(
            "verdict", stan, batch, outcome="approved", amount_fen=amount_fen, transaction=kind
        )
        return self.screen(
            "approved", transaction=kind, stan=stan, batch=batch, amount_fen=amount_fen, code="00"
        )

    def printed(
        self, stan: str = "000001", amount_fen: int = 12850, batch: str = BATCH, kind: str = "sale"
    ) -> "ShopTrace":
        """Both copies."""
        self.slip(stan, "merchant", amount_fen=amount_fen, batch=batch, kind=kind)
        return self.slip(stan, "cardholder", amount_fen=amount_fen, batch=batch, kind=kind)

    def sale(
        self,
        stan: str = "000001",
        amount_fen: int = 12850,
        batch: str = BATCH,
        purchase: str = "p1",
    ) -> "ShopTrace":
        """A sale in which nothing goes wrong."""
        self.screen("idle").present(purchase, amount_fen).asked(stan, amount_fen, batch)
        self.booked(stan, amount_fen, batch).approved(stan, amount_fen, batch)
        return self.printed(stan, amount_fen, batch).screen("idle")

    def taken_back(
        self, kind: str, stan: str, original_stan: str, amount_fen: int = 12850
    ) -> "ShopTrace":
        """A void or a refund in which nothing goes wrong."""
        self.asked(
            stan, amount_fen, transaction=kind, original_batch=BATCH, original_stan=original_stan
        )
        self.booked(stan, amount_fen, kind=kind).approved(stan, amount_fen, kind=kind)
        return self.printed(stan, amount_fen, kind=kind).screen("idle")

    def reversal(self, stan: str = "000001", batch: str = BATCH, code: str = "00") -> "ShopTrace":
        """A reversal that the host answers."""
        self.request("0400", stan, batch=batch, code="98")
        self.answer("0410", stan, batch=batch, code=code)
        if code in ("00", "25", "12"):
            self.record("reversed", stan, batch).screen("reversed", stan=stan, batch=batch)
        return self

    def unbooked(self, stan: str = "000001", amount_fen: int = 12850) -> "ShopTrace":
        """Both banks' books take a sale back."""
        self.issuer("reversal", stan, -amount_fen)
        return self.host("reversal", stan, -amount_fen, transaction="sale")

    def batch_closed(
        self,
        host: list[int],
        shop: list[int] | None = None,
        batch: str = BATCH,
        result: str | None = None,
        **more: Any,
    ) -> "ShopTrace":
        shop = host if shop is None else shop
        return self.note(
            "acquirer",
            "batch_closed",
            terminal=TERMINAL,
            batch=batch,
            next_batch=f"{int(batch) + 1:06d}",
            result=result or ("1" if host == shop else "2"),
            host=host,
            shop=shop,
            **more,
        )

    def listed(self, stan: str, batch: str = BATCH, why: str = "long") -> "ShopTrace":
        return self.note(
            "acquirer",
            "difference_listed",
            terminal=TERMINAL,
            batch=batch,
            stan=stan,
            why=why,
            amount_fen=12850,
        )

    def calm(self, *, screen: str = "idle") -> "ShopTrace":
        """The end of trouble and calm; without a probe."""
        self.note("bench", "trouble_ended", released=[], dropped=[])
        self.screen(screen)
        return self.note("bench", "calm_ended", grace_us=1)

    def ended(self) -> list[TraceEvent]:
        """The calm end of the run, and the whole trace."""
        self.calm().note("bench", "run_ended")
        return self.events


def verdict_of(check: type[Check], events: list[TraceEvent]) -> Verdict:
    """Judge a trace, and hold that a verdict can be put into words in both languages."""
    verdict = check()(events)
    if verdict.message:
        say(verdict.message, "zh", **verdict.values)
        say(verdict.message, "en", **verdict.values)
    return verdict


def truth_of(check: type[Check], events: list[TraceEvent]) -> Truth:
    """The truth of a check that must have applied."""
    verdict = verdict_of(check, events)
    assert verdict.applied
    return verdict.truth


def offence_of(check: type[Check], events: list[TraceEvent]) -> str:
    """What a failing check complains about, without its name."""
    verdict = verdict_of(check, events)
    assert verdict.truth is Truth.FAIL, verdict
    assert verdict.evidence
    return verdict.message.rpartition(".")[2]
