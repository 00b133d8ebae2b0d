"""
The acquirer's policy desk: what keeps a merchant from taking cards, and what puts an end to it.

    region     the papers are filed                         reviewed, lifted
    industry   and the way of trading is adjusted as well   reviewed, lifted
               the papers alone                             reviewed, refused

Left out: what stands in the papers, and policies that forbid only some kinds of card.
"""

from collections.abc import Collection

from emulator.acquirer.registry import Merchant
from emulator.domain.enquiries import POLICIES
from emulator.kernel.world import World

REGION, INDUSTRY = "region", "industry"
LIFTED, REFUSED = "lifted", "refused"


class PolicyDesk:
    """Whoever files papers is answered after a review."""

    def __init__(self, world: World, merchants: Collection[Merchant], *, review_us: int) -> None:
        """
        Args:
            world: Where the desk works.
            merchants: Everybody under contract.
            review_us: How long a review takes.
        """
        self._world = world
        self._merchants = merchants
        self._review_us = review_us

    def tell(self, merchant: str) -> str:
        """Which policy keeps a merchant from taking cards: a word of `enquiries.POLICIES`."""
        policy = next((one.policy for one in self._merchants if one.id == merchant), "")
        return policy if policy in POLICIES else "other" if policy else "none"

    def file_papers(self) -> bool:
        """Hand in the papers of every merchant who needs it; False if none does, or all have."""
        filing = [one for one in self._merchants if one.policy and not one.is_reviewed]
        for merchant in filing:
            merchant.is_reviewed = True
            self._world.note("acquirer", "papers_filed", merchant=merchant.id)
            self._world.after(self._review_us, self._review, merchant)
        return bool(filing)

    def adjust_business(self) -> bool:
        """Every merchant trades as the policy wants it; False if none has to change anything."""
        changing = [one for one in self._merchants if _must_adjust(one)]
        for merchant in changing:
            merchant.is_adjusted = True
        return bool(changing)

    def lift(self) -> bool:
        """Every merchant may take cards again; False if all could."""
        forbidden = [one for one in self._merchants if one.policy]
        for merchant in forbidden:
            merchant.policy = ""
        return bool(forbidden)

    def _review(self, merchant: Merchant) -> None:
        merchant.is_reviewed = False
        if not merchant.policy:
            return
        result = REFUSED if _must_adjust(merchant) else LIFTED
        if result == LIFTED:
            merchant.policy = ""
        self._world.note("acquirer", "papers_reviewed", merchant=merchant.id, result=result)


def _must_adjust(merchant: Merchant) -> bool:
    return merchant.policy == INDUSTRY and not merchant.is_adjusted
