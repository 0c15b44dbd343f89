"""How to be told, whom to ask, and where nothing is: pages that say nothing of treaties. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from tracker.language import _, spoken
from tracker.models.addresses import folder_of
from tracker.site.pages import Page, names_of
from tracker.wording.site import controls as words

if TYPE_CHECKING:
    from tracker.models.addresses import SiteAddress
    from tracker.site.model import Site

_EXAMPLE = "example.org"  # of the configuration as shipped


def contact(given: str) -> Markup | None:
    """Whom to ask, as a link where it is an address; None if the configuration does not say."""
    text = given.strip()
    if not text or _EXAMPLE in text:
        return None
    shown = text.removeprefix("mailto:")
    if text.startswith(("https://", "http://")):
        address = text
    elif "@" in shown and " " not in shown:
        address = f"mailto:{shown}"
    else:
        return Markup("{}").format(shown)
    return Markup('<a href="{}">{}</a>').format(address, shown)


def subscribe(site: Site) -> Page:
    """Feeds, calendars, mail and calls, for people who know none of them."""
    feeds = [("feeds/all.xml", _(words.EVERY_CHANGE))]
    feeds += [(f"feeds/{treaty}.xml", name) for treaty, name in names_of(site).items()]
    return Page(
        path="subscribe.html",
        title=_(words.SUBSCRIBE),
        template="subscribe.html",
        context={"feeds": [feed for feed in feeds if feed[0] in site.files]},
        twin={"feeds": [path for path in site.files if path.startswith("feeds/")], "calendar": "calendar.ics"},
    )


def not_found(address: SiteAddress | None) -> Page:
    """What a server shows for an address without a page: at any depth, so that its links begin at the root."""
    return Page(
        path="404.html",
        title=_(words.NOT_FOUND),
        template="not_found.html",
        context={},
        twin=None,
        root=f"{urlsplit(address.base).path if address else '/'}{folder_of(spoken())}",
    )
