"""The pages by their addresses, for search engines (sitemaps.org). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.models.addresses import SiteAddress

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(address: SiteAddress, pages: Iterable[str]) -> bytes:
    """The sitemap of these pages, by their paths in the site."""
    root = ET.Element("urlset", {"xmlns": _NAMESPACE})
    for path in pages:
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = address.page(path)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"
