"""
Who may use the terminal: operators' log-on with the host's working keys, the lock, the supervisor.

Passwords are compared and never kept, shown or noted.
"""

from emulator.domain.card import Secret
from emulator.domain.console import OPERATOR_PASSWORD, SUPERVISOR_PASSWORD
from emulator.domain.responses import is_approved
from emulator.domain.transaction import KINDS
from emulator.kernel.world import Steps
from emulator.terminal.dialogue import Dialogue
from emulator.terminal.online import Online, Trouble
from emulator.terminal.payment import refused_management
from emulator.terminal.session import Session

DOUBLE_LENGTH_KEYS = "003"
SIGN_OFF = "002"
"""Network codes, DE60.3 (payments.md 3.5)."""

_OPERATOR = Secret(OPERATOR_PASSWORD)
_SUPERVISOR = Secret(SUPERVISOR_PASSWORD)


class Access:
    """Sign-in, sign-off, the lock and the supervisor's password."""

    def __init__(
        self,
        session: Session,
        dialogue: Dialogue,
        online: Online,
        *,
        operator_password: Secret = _OPERATOR,
        supervisor_password: Secret = _SUPERVISOR,
    ) -> None:
        self._session = session
        self._dialogue = dialogue
        self._online = online
        self._operator_password = operator_password
        self._supervisor_password = supervisor_password

    def supervisor_agrees(self, kind: str) -> Steps[bool]:
        """Ask for the supervisor's password where the kind of transaction needs it."""
        if not KINDS[kind].needs_supervisor:
            return True
        keyed = yield from self._dialogue.ask(
            "supervisor_password", {"transaction": kind}, "digits"
        )
        if keyed is None:
            yield from self._dialogue.notice("cancelled", {"transaction": kind})
            return False
        if Secret(keyed.text).matches(self._supervisor_password):
            return True
        yield from self._dialogue.notice("not_possible", {"transaction": kind, "why": "password"})
        return False

    def sign_in(self) -> Steps[bool]:
        """Log an operator on and fetch keys and batch number."""
        ask = self._dialogue.ask
        operator = yield from ask("enter_operator", {}, "digits")
        password = None
        if operator is not None:
            password = yield from ask("enter_password", {}, "digits")
        if operator is None or password is None:
            yield from self._dialogue.notice("cancelled", {"transaction": "sign_in"})
            return False
        if not Secret(password.text).matches(self._operator_password):
            yield from self._dialogue.notice(
                "not_possible", {"transaction": "sign_in", "why": "password"}
            )
            return False
        return (yield from self.fetch_keys(operator.text or self._session.journal.operator))

    def fetch_keys(self, operator: str) -> Steps[bool]:
        """
        Sign in with the host; the batch in its answer is the one to use from now on.

        Transactions of another batch stay in theirs and are settled under its number
        (payments.md 4, case 10).
        """
        session, journal = self._session, self._session.journal
        stan = yield from session.take_stan()
        if stan is None:
            yield from self._dialogue.notice(session.no_room)
            return False
        self._dialogue.show("waiting", {"transaction": "sign_in"})
        request = self._online.management("sign_in", stan, network_code=DOUBLE_LENGTH_KEYS)
        answer = yield from self._online.exchange(request.changed(operator=operator))
        if isinstance(answer, Trouble) or not is_approved(answer.code):
            yield from refused_management(self._dialogue, request, answer)
            return False
        if answer.keys is None:
            yield from self._dialogue.notice(
                "not_possible", {"transaction": "sign_in", "why": "keys"}
            )
            return False
        session.clock.set_right()
        yield from session.keep_if_possible(
            journal.parameters(
                batch=answer.batch, keys=answer.keys, signed_in=True, operator=operator
            )
        )
        session.tell("signed_in", batch=answer.batch)
        if journal.has_debts:
            session.try_soon()
        yield from self._dialogue.notice("signed_in", {"batch": answer.batch})
        return True

    def sign_off(self) -> Steps[bool]:
        """Tell the host that nothing more comes, and ask for a sign-in before anything does."""
        session = self._session
        stan = yield from session.take_stan()
        if stan is None:
            yield from self._dialogue.notice(session.no_room)
            return False
        self._dialogue.show("waiting", {"transaction": "sign_off"})
        request = self._online.management("sign_off", stan, network_code=SIGN_OFF)
        answer = yield from self._online.exchange(request)
        if isinstance(answer, Trouble) or not is_approved(answer.code):
            yield from refused_management(self._dialogue, request, answer)
            return False
        yield from session.lose_sign_in()
        yield from self._dialogue.notice("signed_off", {"batch": session.journal.batch})
        return True

    def lock(self) -> Steps[None]:
        """Let nobody use the terminal before an operator's password; also not after a power cut."""
        yield from self._session.keep_if_possible(self._session.journal.parameters(locked=True))

    def wait_at_lock(self, deadline_us: int | None) -> Steps[None]:
        """Stand locked until somebody keys a password, right or wrong, or until the deadline."""
        keyed = yield from self._dialogue.insist("locked", {}, "digits", deadline_us=deadline_us)
        if keyed is None:
            return
        if Secret(keyed.text).matches(self._operator_password):
            yield from self._session.keep_if_possible(
                self._session.journal.parameters(locked=False)
            )
        else:
            yield from self._dialogue.notice(
                "not_possible", {"transaction": "lock", "why": "password"}
            )
