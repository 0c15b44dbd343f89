"""The charsets of the web: labels and decoders of the WHATWG Encoding Standard, and no other codec of Python's. Pure.

Python's own registry also has codecs that give text which cannot be written again (`utf-7`: lone surrogates). https://encoding.spec.whatwg.org/#names-and-labels
"""

from __future__ import annotations

import codecs
import re

from tracker.errors import ErrorKind, ParseError, quoted

#: Python's codec, and the labels that mean it. Left out: labels whose decoder is "replacement", which decodes nothing.
_TABLE = """
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
cp866: 866 cp866 csibm866 ibm866
iso8859-2: csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso8859-3: csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso8859-4: csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso8859-5: csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i
iso8859-6: iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
iso8859-7: iso_8859-7:1987 sun_eu_greek
iso8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
iso8859-8: iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
iso8859-10: csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso8859-13: iso-8859-13 iso8859-13 iso885913
iso8859-14: iso-8859-14 iso8859-14 iso885914
iso8859-15: csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
iso8859-16: iso-8859-16
koi8-r: cskoi8r koi koi8 koi8-r koi8_r
koi8-u: koi8-ru koi8-u
mac-roman: csmacintosh mac macintosh x-mac-roman
cp874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
cp1250: cp1250 windows-1250 x-cp1250
cp1251: cp1251 windows-1251 x-cp1251
cp1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1
cp1252: iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252
cp1253: cp1253 windows-1253 x-cp1253
cp1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
cp1254: windows-1254 x-cp1254
cp1255: cp1255 windows-1255 x-cp1255
cp1256: cp1256 windows-1256 x-cp1256
cp1257: cp1257 windows-1257 x-cp1257
cp1258: cp1258 windows-1258 x-cp1258
mac-cyrillic: x-mac-cyrillic x-mac-ukrainian
gb18030: chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk
big5hkscs: big5 big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp: cseucpkdfmtjapanese euc-jp x-euc-jp
iso2022-jp: csiso2022jp iso-2022-jp
cp932: csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
cp949: cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949
utf-16-be: unicodefffe utf-16be
utf-16-le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le
"""
_CODECS = {
    label: codec
    for line in _TABLE.split("\n")
    for codec, _, labels in [line.partition(": ")]
    for label in labels.split()
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_WIDE = frozenset({"utf-16-be", "utf-16-le"})
_WESTERN = "cp1252"  # the label most often given to bytes that are UTF-8
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def codec_of(label: str | None) -> str | None:
    """Python's codec of a label; None for a label that the standard does not have."""
    return _CODECS.get((label or "").strip().lower())


def decoded(body: bytes, *, header: str | None, page: str | None) -> str:
    """The text of a page whose HTTP header and whose own `<meta>` name a charset, or None.

    A byte order mark decides, then the header, then the page. A label of no known charset and one that the bytes
    contradict are passed over. Bytes beyond ASCII that are valid UTF-8 are UTF-8 under every label of eight bits and of
    East Asia: text in another charset hardly ever is.
    Without any label they are UTF-8, else Windows-1252 (the depositary's pages before 2015).
    Raises ParseError(undecodable).
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return _strict(body[len(mark) :], codec) or _refuse(f"its byte order mark says ({codec})")
    inside = "utf-8" if codec_of(page) in _WIDE else codec_of(page)  # a page whose <meta> can be read is not UTF-16
    outside = codec_of(header)
    if outside in _WIDE and b"\0" not in body:  # the tags of a page in UTF-16 have one in every second byte
        outside = "utf-8"
    named = [codec for codec in (outside, inside) if codec]
    if not named and (header or page):
        _refuse(f"it names ({quoted(header or page or '', 40)}), which is no charset of the web")
    for codec in named or ["utf-8", _WESTERN]:
        if codec not in _WIDE and _BEYOND_ASCII.search(body) and (text := _strict(body, "utf-8")) is not None:
            return text
        if (text := _strict(body, codec)) is not None:
            return text
    return _refuse(f"it names ({', '.join(named) or 'none'})")


def _strict(body: bytes, codec: str) -> str | None:
    """The text, or None if the bytes are not in this charset. Text that cannot be written as UTF-8 is not text."""
    try:
        text = body.decode(codec)
        text.encode()
    except ValueError:
        return None
    return text


def _refuse(why: str) -> str:
    raise ParseError(ErrorKind.UNDECODABLE, f"the page is not in the charset {why}")
