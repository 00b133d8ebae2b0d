"""
The alarms of live monitoring: what a shop can be told of by itself before anybody looks.

The words are those of the trace event `monitor.alarm_raised`; from when on something is worth an
alarm stands in `settings.MonitoringSettings`, and what people are told in the messages file under
`word.alarm.<name>`. To add an alarm, add its name here, write a watch in `operations.monitoring`,
and add the text.
"""

UNPRINTED = "unprinted"
"""A payment was approved and no readable slip of it came out."""
REVERSAL_PENDING = "reversal_pending"
"""A payment without an outcome is not reversed."""
BATCH_OPEN = "batch_open"
"""A batch with payments in it is not settled, or a settlement did not come to its end."""
PAYOUT_OVERDUE = "payout_overdue"
"""The takings of a business day are not on the merchant's account although they are due."""
PAPER_LOW = "paper_low"
"""The near-end lamp is lit, or the roll is empty."""
CLOCK_OFF = "clock_off"
"""The terminal prints another time than it is."""
ERROR_RATE = "error_rate"
"""Payments fail one after the other for no reason of the customers'."""
BANK_NOTICE = "bank_notice"
"""The bank has announced something."""

ALARMS = (
    UNPRINTED,
    REVERSAL_PENDING,
    BATCH_OPEN,
    PAYOUT_OVERDUE,
    PAPER_LOW,
    CLOCK_OFF,
    ERROR_RATE,
    BANK_NOTICE,
)
"""Every alarm."""
