"""
Settings of the shop with realistic defaults; a scenario's `given` overrides them.

Source of the defaults: payments.md 3.7 to 3.9 of the domain notes (three terminal programs and
two back ends), and printer.md 2.10 for speeds.
"""

import msgspec

from emulator.domain.moments import HOUR, MINUTE, MS, SECOND

READ_BY = ("chip", "swipe", "contactless")
"""Ways in which a reader reads a card, in the order in which a terminal falls back on them."""
LINE_STATES = ("good", "slow", "unsteady", "dead", "no_carrier")
"""What a test of the line can find."""
VERSION_STATES = ("current", "outdated", "unfit", "refused")
"""What a look at the versions can find, the gravest last."""
DEFECTS = ("drops_reversal", "clears_reversal_early")
"""Programs with a documented defect that a patch mends; `terminal.profiles` has them."""


class TerminalSettings(msgspec.Struct, frozen=True, kw_only=True):
    """How the terminal is set up."""

    terminal_id: str = "12345678"
    merchant_id: str = "898520154110004"
    merchant_name: str = "阳光便利店"
    program: str = "reference"
    """A named profile (reference, clears_reversal_early, drops_reversal) or an installed one."""
    language: str = "zh"
    """Of screens and slips: zh or zh+en."""
    operator: str = "01"
    receive_timeout_us: int = 60 * SECOND
    """20 s to 90 s in real terminals."""
    prompt_timeout_us: int = 60 * SECOND
    reversal_tries: int = 3
    """In one go; 1 to 3."""
    reversal_retry_us: int = 2 * MINUTE
    """From a failed round until the next by itself; 0: only before the next transaction."""
    copies: int = 2
    """1 merchant, 2 + cardholder, 3 + bank."""
    between_copies_us: int = 2 * SECOND
    refund_limit_fen: int = 1_000_000
    """0 is no limit."""
    sale_limit_fen: int = 9_999_999_999
    journal_limit: int = 500
    """Transactions before the terminal asks for settlement."""
    totals_limit_fen: int = 999_999_999_999
    duplicate_guard_us: int = 5 * MINUTE
    """Same card and amount within this asks for confirmation; 0 is off."""
    upload_block: int = 8
    """Records in one 0320."""
    boot_us: int = 8 * SECOND
    write_us: int = 3 * MS
    """One durable write."""
    auto_sign_off: bool = False
    """Sign off by itself after settlement."""
    void_needs_card: bool = True
    fault_slip: bool = True
    """Print a slip when a reversal could not be delivered."""
    software: str = "310001"
    """Six digits in the message header; the last two are the patch."""
    driver: str = "0200"
    """Of the printer; one below 0200 does not heed flow control."""
    reader_firmware: str = "0200"
    """Of the card reader; a program of a later generation may need a later one."""
    training: bool = False
    watchdog_us: int = 0
    """A program that hangs so long is restarted by the terminal itself; 0: never."""
    backup: bool = False
    """A second terminal stands ready, signed in, with a number and a batch of its own."""


PRINTER_PROFILES = (
    "built_in", "epson_80", "epson_80_cn", "epson_58", "generic_80", "generic_58", "silent_58",
)  # fmt: skip
"""Models of printer; `printer.profile` says what each is like."""
BAUDS = (9_600, 19_200, 38_400, 57_600, 115_200)
FLOWS = ("none", "xonxoff", "dsrdtr")
RECOVERIES = ("clear", "resume")


class PrinterSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The model, its line to the terminal, and its paper; None is what the model has."""

    profile: str = "built_in"
    """One of `PRINTER_PROFILES`. The built-in one is on the terminal's power supply; all others
    have one of their own and stand beside the terminal."""
    baud: int = 115_200
    flow: str = "xonxoff"
    """How the printer makes the terminal wait: one of `FLOWS`."""
    buffer_bytes: int | None = None
    """Receive buffer as set by its memory switch; the terminal counts on that of the model."""
    recovery: str = "clear"
    """After trouble: `clear` makes the printer forget the slip and prints all of it again,
    `resume` lets the printer finish it."""
    roll_mm: int = 18_000
    """What is left on the roll at the start."""
    new_roll_mm: int = 18_000
    near_end_mm: int | None = None
    speed_mm_s: int | None = None
    """Text slips are limited by paper speed, 50 to 250 mm/s."""
    cut_us: int | None = None
    has_cutter: bool | None = None


class LineSettings(msgspec.Struct, frozen=True, kw_only=True):
    """A line without faults."""

    latency_us: int = 80 * MS
    jitter_us: int = 20 * MS


class AcquirerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The payment institution."""

    processing_us: int = 120 * MS
    issuer_timeout_us: int = 25 * SECOND
    """After this the acquirer answers 98 and reverses towards the issuer."""
    issuer_reversal_retry_us: int = 30 * SECOND
    fee_basis_points: int = 60
    """0.60 %."""
    sale_limit_fen: int = 5_000_000
    day_limit_fen: int = 0
    """0 is no limit."""
    cut_off: str = "23:00"
    """End of the business day, hh:mm."""
    policy: str = ""
    """Why the merchant may not take cards at all (region, industry); empty if it may."""
    policy_review_us: int = 24 * HOUR
    """From filing the papers until the acquirer has reviewed them."""
    registered: bool = True
    """False: the terminal is unknown to the acquirer (97), as a counterfeit one is."""
    oldest_software: str = "300000"
    newest_software: str = "310001"
    """What the download server has for terminals that ask."""
    daily_sign_in: bool = False
    """True: the host also insists that the sign-in happened today (90)."""
    cut_over_us: int = 0
    """How long the change of day takes; requests meanwhile are answered 90."""
    refund_days: int = 30
    """Business days for which originals are kept for refunds and completions."""
    refund_limit_fen: int = 0
    """Largest single refund; 0 is no limit."""
    completion_percent: int = 115
    """A completion may exceed its pre-authorisation by this much."""
    boot_us: int = 30 * SECOND
    """What a restart of the host takes."""


DEFERRALS = ("by_itself", "agreed")


class ClearingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Clearing house and merchant's bank."""

    clearing_time: str = "23:30"
    payout_time: str = "09:00"
    """On T+1 by the bank calendar."""
    payout_days: int = 1
    transfer_us: int = 20 * MINUTE
    transfer_timeout_us: int = 4 * HOUR
    account_state: str = "normal"
    """normal, wrong_name, wrong_number, wrong_bank, incomplete, frozen, closed."""
    acquirer_funds_fen: int = 0
    """0 is no limit; otherwise what the acquirer can pay out before it runs dry."""
    deferral: str = "by_itself"
    """What lacks funds on its day: by_itself is tried again at every payout time, agreed is put
    aside until the merchant agrees to be paid later."""
    calendar: str = "cn-bank"
    dispute_answer_days: int = 20
    """In which a merchant may answer a retrieval request; without an answer the money goes."""
    dispute_ruling_days: int = 5
    """From the merchant's evidence to the ruling."""


class IssuerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The cardholders' banks."""

    processing_us: int = 150 * MS
    hold_days: int = 30
    completion_percent: int = 115
    """Scheme rule: a completion may exceed its pre-authorisation by this much."""
    no_pin_fen: int = 100_000
    """Contactless up to this needs no PIN (小额免密); 0: every amount needs it."""
    keep_days: int = 2
    """Business days after clearing for which a bank keeps a transaction to match repeats with."""


class ShopSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop has prepared against the day on which something goes wrong."""

    trained: bool = True
    """The cashier was trained and passed the assessment; only then `conduct` has its handbook."""
    flow_chart: bool = False
    """The response flow chart lies at the till: each remedy is looked up, who does it and how."""
    lookup_us: int = 20 * SECOND
    """To find one step on the chart."""
    drills: bool = False
    """Incidents are practised regularly, so that everybody knows by heart what comes first."""
    self_check: str = ""
    """When device, software and network are looked at every day, hh:mm; empty: never."""
    monitoring: bool = False
    """Alarms are raised by themselves; `MonitoringSettings` says when."""
    emergency_contact: bool = False
    """The number of somebody at the provider who answers at once, at any hour."""
    watches_notices: bool = False
    """What the bank announces is read when it is announced."""
    masks_records: bool = True
    """Copies of the records that leave the terminal have masked card numbers only."""


class MonitoringSettings(msgspec.Struct, frozen=True, kw_only=True):
    """From when on something is worth an alarm."""

    unprinted_us: int = 90 * SECOND
    """Approved, and no readable slip of it."""
    reversal_us: int = 2 * MINUTE
    """A payment without an outcome that is not reversed."""
    batch_us: int = 30 * HOUR
    """Since the first payment of a batch that is not settled."""
    settling_us: int = 10 * MINUTE
    """Since a settlement was begun that did not come to its end."""
    payout_time: str = "12:00"
    """On the day on which a payout is due."""
    paper_low: bool = True
    """The near-end lamp or an empty roll."""
    clock_us: int = 2 * MINUTE
    """Between the time on a slip and the bench's clock, either way."""
    errors: int = 2
    """Payments that failed for no reason of the customer's, within `error_window_us`."""
    error_window_us: int = 15 * MINUTE
    notices: bool = True
    """The bank announces something."""
