"""
What people can do: the one table of actions, their options and every spelling of them.

The scenario reader turns each spelling into the machine name and the parsed options that stand
here; `people` carries out exactly these. Texts for a person are under `action.<who>.<name>` in the
messages file. Left out: how somebody does it, and how long it takes.

To add an action, add a line here, carry it out in `people`, and add the text.
"""

from types import MappingProxyType

import msgspec

MONEY, DURATION, COUNT, YES_NO = "money", "duration", "count", "yes_no"
CHOICE, TEXT, INSTANT = "choice", "text", "instant"
STEP, HOLDER, LEVER, SETTINGS = "step", "holder", "lever", "settings"
"""
Kinds of option. In `plan.Step.options` they become: money int fen under `<name>_fen`; duration int
microseconds under `<name>_us`; count int; yes_no bool; choice the machine word; text str; instant
`plan.Instant`; step the name of an earlier step; holder the name of a card in `given`; lever a
lever's full name; settings a dict with unit suffixes as above.
"""


class Option(msgspec.Struct, frozen=True):
    """One thing that can be said about how an action is done."""

    name: str
    """As a scenario file writes it."""
    kind: str
    required: bool = False
    choices: dict[str, str] = {}
    """Every spelling to its machine word; for a step or a holder, words that stand in for one."""
    key: str = ""
    """Name in `Step.options` where it is another than name and unit."""

    @property
    def stored_as(self) -> str:
        """The key in `plan.Step.options`, unit included."""
        if self.key:
            return self.key
        return self.name + {MONEY: "_fen", DURATION: "_us"}.get(self.kind, "")


class Action(msgspec.Struct, frozen=True):
    """One thing that somebody can do."""

    who: str
    name: str
    """Machine name: `plan.Step.action`, and `action` in the trace event `<who>.did`."""
    zh: str
    """The usual Chinese spelling; for a menu function what the key says."""
    options: tuple[Option, ...] = ()
    on_menu: bool = False
    """A function of the terminal's menu, written `menu: sale`."""
    spellings: tuple[str, ...] = ()
    """Further spellings that a file may use."""
    main: str = ""
    """The option that a bare value is for: `{wait: 30s}` is `{wait: {for: 30s}}`."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every spelling, the machine name first."""
        return (self.name, self.zh, *self.spellings)

    def option(self, name: str) -> Option | None:
        """The option of this name in a file, or None."""
        return next((option for option in self.options if option.name == name), None)


WHO = ("cashier", "customer", "supervisor", "support", "world", "note")
"""Everybody who can take a step; `note` is nobody, a remark for the reader of the report."""

ENTRIES = {
    "insert": "chip", "chip": "chip", "插卡": "chip",
    "swipe": "swipe", "刷卡": "swipe",
    "tap": "contactless", "contactless": "contactless", "挥卡": "contactless",
    "闪付": "contactless",
    "key": "keyed", "keyed": "keyed", "手输": "keyed",
}  # fmt: skip
"""How a card is read, in every spelling, to `console.Input.entry`."""

_RIGHT_OR_WRONG = {"ok": "ok", "正确": "ok", "wrong": "wrong", "错误": "wrong"}
_PIN_WORDS = {**_RIGHT_OR_WRONG, "none": "none", "不输": "none"}

_AMOUNT = Option("amount", MONEY, required=True)
_PART_AMOUNT = Option("amount", MONEY)
"""Absent means the whole amount of the original."""
_MEANT = Option("meant", MONEY)
"""What the customer meant to pay; absent means the amount."""
_OF = Option("of", STEP)
_ABOUT = Option("about", STEP)
_CLAIM = Option(
    "claim",
    CHOICE,
    required=True,
    choices={
        "not_received": "not_received", "未收到货": "not_received",
        "charged_twice": "charged_twice", "重复扣款": "charged_twice",
        "wrong_amount": "wrong_amount", "金额不符": "wrong_amount",
        "not_mine": "not_mine", "非本人交易": "not_mine",
    },
)  # fmt: skip
"""What a cardholder says of a debit; the words of `operations.evidence.defence.Claim`."""
_WAIT = Option("for", DURATION, required=True)
_PASSWORD = Option("password", CHOICE, choices=_RIGHT_OR_WRONG)
_CARD = (
    Option("card", CHOICE, choices=ENTRIES, key="entry"),
    Option("pin", CHOICE, choices=_PIN_WORDS),
    Option("holder", HOLDER),
)
_PURCHASE = Option("purchase", STEP)
"""An earlier step: the same purchase is paid again, so that two debits are one too many."""
_INSISTS = Option("insists", YES_NO)
"""Go on though the terminal warns that it was keyed a moment ago."""
_STAN = Option("stan", TEXT)
"""Keyed in place of the STAN of the step in `of`."""
_REFERENCE = (Option("reference", TEXT), Option("date", TEXT))
_AUTHORISATION = Option("authorisation", TEXT)
_WHICH = Option(
    "which",
    CHOICE,
    choices={
        "last": "last", "上一笔": "last", "最后一笔": "last",
        "any": "any", "任意一笔": "any",
        "settlement": "settlement", "结算单": "settlement",
    },
)  # fmt: skip

_TO_TERMINAL = Option(
    "to", CHOICE, choices={"backup": "backup", "备用机": "backup", "main": "main", "主机": "main"}
)
"""Absent means the backup."""


def _menu(name: str, zh: str, *options: Option, also: tuple[str, ...] = ()) -> Action:
    return Action("cashier", name, zh, options, on_menu=True, spellings=also)


_MENU = (
    _menu("sale", "消费", _AMOUNT, _MEANT, *_CARD, _PURCHASE, _INSISTS),
    _menu("void", "撤销", _OF, _STAN, *_CARD, _PASSWORD, also=("消费撤销",)),
    _menu("refund", "退货", _PART_AMOUNT, _OF, *_REFERENCE, *_CARD, _PASSWORD, also=("退款",)),
    _menu("preauth", "预授权", _AMOUNT, _MEANT, *_CARD, _PURCHASE, _INSISTS),
    _menu("preauth_void", "预授权撤销", _PART_AMOUNT, _OF, _AUTHORISATION, *_CARD, _PASSWORD),
    _menu("completion", "预授权完成", _PART_AMOUNT, _OF, _AUTHORISATION, _MEANT, *_CARD),
    _menu("completion_void", "完成撤销", _OF, _STAN, *_CARD, _PASSWORD, also=("预授权完成撤销",)),
    _menu("balance", "余额查询", *_CARD, also=("查询余额", "查余额")),
    _menu("query", "交易查询", _OF, _STAN, also=("查询交易",)),
    _menu("settlement", "结算", also=("批结算", "settle")),
    _menu("sign_in", "签到", Option("operator", TEXT), _PASSWORD),
    _menu("sign_off", "签退"),
    _menu("reprint", "重打印", _WHICH, _OF, _STAN, also=("补打", "补打凭证")),
    _menu("detail", "打印明细"),
    _menu("totals", "打印汇总"),
    _menu("lock", "锁定终端", also=("锁定",)),
    _menu("test_connection", "联网测试", also=("测试网速", "测速")),
    _menu("check_versions", "查看版本", also=("核对版本",)),
    _menu("update_software", "更新软件", also=("更新程序",)),
    _menu("cash", "现金", _AMOUNT, _MEANT, _PURCHASE, also=("现金收款",)),
    _menu("cash_refund", "现金退款", _PART_AMOUNT, _OF),
    _menu("discount", "折扣", _PART_AMOUNT, _OF),
)


def _by(who: str) -> "_Maker":
    return _Maker(who)


class _Maker:
    """Writes one line of the table for one person."""

    def __init__(self, who: str) -> None:
        self._who = who

    def __call__(
        self, name: str, zh: str, *options: Option, main: str = "", also: tuple[str, ...] = ()
    ) -> Action:
        return Action(self._who, name, zh, options, spellings=also, main=main)


_cashier, _customer, _supervisor = _by("cashier"), _by("customer"), _by("supervisor")
_support, _world = _by("support"), _by("world")

_AT_THE_TILL = (
    _cashier("confirm", "确认"),
    _cashier("cancel", "取消"),
    _cashier("wait", "等待", _WAIT, main="for"),
    _cashier("look_at_screen", "查看屏幕"),
    _cashier("check_equipment", "检查设备"),
    _cashier("compare_amount", "核对金额", _OF, main="of"),
    _cashier("compare_time", "核对交易时间", _OF, main="of"),
    _cashier("compare_type", "核对交易类型", _OF, main="of", also=("核对支付方式",)),
    _cashier("check_account", "核对账户信息"),
    _cashier("ask_payout", "查询到账", also=("查询划付",)),
    _cashier("ask_bank_upgrade", "询问银行升级"),
    _cashier("read_notice", "查看公告"),
    _cashier("load_paper", "装纸", also=("换纸",)),
    _cashier("feed_paper", "走纸"),
    _cashier("replace_print_head", "更换打印头", also=("换打印头", "换色带")),
    _cashier("close_cover", "合盖", also=("关盖",)),
    _cashier("clear_jam", "清除卡纸", also=("清卡纸",)),
    _cashier("clear_cutter", "清理切刀"),
    _cashier("let_printer_cool", "等打印头冷却"),
    _cashier("restart_printer", "重启打印机"),
    _cashier("reconnect_printer_cable", "插好打印机线", also=("插好打印线",)),
    _cashier("set_up_printer_line", "核对打印机通讯设置", also=("核对波特率",)),
    _cashier("release_feed_button", "松开走纸键"),
    _cashier("replace_sensor", "更换打印机传感器"),
    _cashier("close_drawer", "关好钱箱"),
    _cashier("restart_terminal", "重启终端", also=("重启POS",)),
    _cashier("plug_in_power", "插好电源", also=("接通电源",)),
    _cashier("restart_router", "重启路由器"),
    _cashier("reconnect_cable", "重新插好网线", also=("插好网线", "reconnect_network")),
    _cashier("check_firewall", "检查防火墙"),
    _cashier("open_firewall", "放行防火墙"),
    _cashier("clear_storage", "清理存储"),
    _cashier("back_up_records", "备份记录", also=("导出记录", "export_records")),
    _cashier("check_records", "核对记录"),
    _cashier("reconcile", "对账", also=("三方对账",)),
    _cashier("hold_in_suspense", "挂账", _OF, main="of", also=("申请挂账",)),
    _cashier("ask_policy", "了解政策"),
    _cashier("restore_records", "恢复记录"),
    _cashier("set_clock", "校准时钟"),
    _cashier("replace_reader", "更换读卡器"),
    _cashier("replace_hardware", "更换硬件"),
    _cashier("switch_terminal", "换备用机", _TO_TERMINAL, main="to", also=("切换终端",)),
    _cashier("manual_receipt", "手工收据", _OF, _PART_AMOUNT, main="of", also=("手写收据",)),
    _cashier("show_slip", "出示凭证", _OF, main="of"),
    _cashier("keep_evidence", "保留证据", _OF, main="of"),
    _cashier("submit_evidence", "提交证据", _OF, main="of", also=("申请仲裁",)),
    _cashier("compensate", "补偿", _OF, _AMOUNT, also=("折扣补偿",)),
)

_AROUND_IT = (
    _customer("walk_away", "离开"),
    _customer("complain", "投诉", _ABOUT, main="about"),
    _customer("ask_bank", "询问银行", _ABOUT, main="about"),
    _customer("dispute", "否认交易", _ABOUT, _CLAIM, also=("发起调单",)),
    _customer("refuse", "拒付"),
    _customer("wait", "等待", _WAIT, main="for"),
    _customer(
        "use_card",
        "用卡",
        Option("card", HOLDER, required=True, choices={"stolen": "stolen", "被盗卡": "stolen"}),
        main="card",
    ),
    _supervisor("come", "到场"),
    _supervisor("key_password", "输入主管密码", _PASSWORD, main="password"),
    _support("call", "致电客服", _ABOUT, Option("problem", TEXT), main="about"),
    _support("follow_up", "跟进", _ABOUT, main="about"),
    _support("escalate", "升级投诉", _ABOUT, main="about"),
    _support("close_ticket", "结案", _ABOUT, main="about"),
    _support("remote_help", "远程协助", _ABOUT, Option("problem", TEXT), main="about"),
    _support("visit", "上门维修", _ABOUT, Option("problem", TEXT), main="about"),
    _support("agree_deferral", "同意延期支付"),
    _support("request_early_payout", "申请提前出款"),
    _world("correct_account", "更正账户"),
    _world("release_hold", "解除冻结", also=("恢复账户",)),
    _world("announce_upgrade", "公告升级", Option("notice", TEXT), main="notice"),
    _world("lift_policy", "解除限制"),
    _world("file_papers", "提交资料", also=("办理手续",)),
    _world("adjust_business", "调整经营方式"),
    _world("register_terminal", "登记终端"),
    _world("add_funds", "补足资金", _PART_AMOUNT, main="amount"),
    _world("resolve_differences", "处理差错"),
    _world("steal_records", "盗取记录", _AMOUNT, main="amount"),
    _world(
        "pull",
        "弄坏",
        Option("lever", LEVER, required=True),
        Option("with", SETTINGS, key="settings"),
        main="lever",
        also=("break",),
    ),
    _world("release", "修好", Option("lever", LEVER, required=True), main="lever", also=("mend",)),
    _world("wait", "等待", _WAIT, main="for"),
    Action("note", "note", "备注", (Option("text", TEXT, required=True),), main="text"),
)

OFFICE = ("correct_account", "file_papers", "adjust_business")
"""What the merchant's own office does: the world's in a story, and a call away from the till."""

ACTIONS = MappingProxyType({(a.who, a.name): a for a in (*_MENU, *_AT_THE_TILL, *_AROUND_IT)})
"""Every action by (who, machine name)."""


def of(who: str, *, on_menu: bool | None = None) -> tuple[Action, ...]:
    """All actions of somebody; `on_menu` narrows to the menu's functions or to the rest."""
    return tuple(
        action
        for action in ACTIONS.values()
        if action.who == who and (on_menu is None or action.on_menu == on_menu)
    )


def find(who: str, word: str, *, on_menu: bool = False) -> Action | None:
    """The action that somebody's word means, in any spelling; None for an unknown word."""
    return _BY_WORD.get((who, on_menu, word))


_BY_WORD = {
    (action.who, action.on_menu, word): action
    for action in ACTIONS.values()
    for word in action.words
}
