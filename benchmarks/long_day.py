"""A shop that sells for as long as somebody likes, without keeping its trace, all checks on."""

from emulator.checks.watch import Watch
from emulator.control import Control
from emulator.domain.card import Card, Secret, pan_from_mask
from emulator.domain.moments import HOUR
from emulator.domain.plan import Account, Given
from emulator.domain.settings import AcquirerSettings, TerminalSettings
from emulator.people.workload import Workload
from emulator.testbed import Testbed

CUSTOMER = Account(
    card=Card(name="customer", pan=pan_from_mask("622202******0018"), pin=Secret("111111")),
    balance_fen=10**13,
)
GIVEN = Given(
    cardholders=(CUSTOMER,),
    # The same card pays all day long, and nobody refunds what is older than a day.
    terminal=TerminalSettings(duplicate_guard_us=0),
    acquirer=AcquirerSettings(refund_days=1),
    spare_rolls=10**9,
)


class LongDay:
    """An open shop with a queue of customers."""

    def __init__(self, sales: int, *, checked: bool = True) -> None:
        self.bed = Testbed(GIVEN, keep=False)
        self.world = self.bed.world
        self._control = Control(self.bed)
        self.watch = Watch()
        if checked:
            self.watch.attach(self.world.listen, self.world.tap)
        self._control.open_shop()
        self._steps = Workload(sales=sales, settle_after=200).steps(self.world)
        self._is_over = False

    def run(self) -> None:
        """Serve everybody."""
        self._serve_next("")
        while not self._is_over:
            self._control.drive(self.world.now_us + HOUR)
        self.world.finish()

    def _serve_next(self, _: str) -> None:
        step = next(self._steps, None)
        if step is None:
            self._is_over = True
        else:
            self.bed.staff.do(step, self._serve_next)
