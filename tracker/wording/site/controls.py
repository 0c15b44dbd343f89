"""What readers can do on every page: find, save a picture, copy a link, subscribe. Pure.

`{name}` is a place that a template or a script fills; a translation may move it.
"""

from __future__ import annotations

# ---- the search box of every page, and the page of all names ---------------------------------------------

FIND = "Find a State or treaty"
FIND_EXAMPLE = "Turkey, BRA, 224 …"
ALL_NAMES = "All names"
NAMES = "Every name that is known here"
NAMES_LEAD = (
    "States, organisations, territories and treaties, under every spelling that leads to them: names in English, "
    "French and Dutch, former names, ISO codes, numbers of treaties."
)
TREATIES = "Treaties"
PARTICIPANTS = "States and organisations"
SPELLED = "also found as: {spellings}"
NAME = "Name"
ON_RECORD = "On record here"

TERRITORIES = "Territories"

#: What a hit says besides its name.
NOTHING_ON_RECORD = "nothing known"
FORMER_STATE = "former State"
STANDS = "{treaty}: {standing}"
STANDS_IN_MANY = "on record under {count} treaties"
TERRITORY_OF = "territory of {state}"

#: Of a State that is in the table of names and on no chart.
NOTHING_KNOWN = "Nothing is known of {name}: no signature, consent or invitation is on record."
SUCCEEDED_BY = "succeeded by {names}"
#: Of one treaty. What was not read is said beside it.
NO_ACT_ON_RECORD = "No signature and no consent is on record."
NOT_KNOWN_IF_INVITED = "No signature and no consent is on record; whether it was invited to accede is not known."

#: Texts of the script of the search box.
SEARCH_WORDS = {
    "hits": "{count} found",
    "no_hit": "Nothing is known by the name “{typed}”. See all names that are known.",
    "hit": "{name} ({note})",
    "nothing": NOTHING_ON_RECORD,
    "nothing_known": NOTHING_KNOWN,
}

# ---- the page for subscribers ----------------------------------------------------------------------------

SUBSCRIBE = "Subscribe"
SUBSCRIBE_LEAD = "Be told when something changes, in the way that suits you."
BY_FEED = "In a feed reader"
WHAT_A_FEED_IS = (
    "A feed is an address that a program looks at for you: a feed reader, a mail program such as Thunderbird or "
    "Outlook, or a chat. Copy an address into it, and it shows each change as it is noticed here."
)
FEED = "Feed"
ADDRESS = "Address"
EVERY_CHANGE = "Every change"
FEED_OF_A_STATE = "Each State and organisation on a chart has a feed of its own, on its page: see {names}."
BY_CALENDAR = "In your calendar"
WHAT_THE_CALENDAR_HAS = (
    "The calendar holds the days that lie ahead: entries into force, printed by a source or expected by the treaty's "
    "rule, and invitations that lapse. Add its address to a calendar program as a calendar from the internet, and it "
    "stays up to date."
)
BY_MAIL = "By mail or in a chat"
ASK_FOR_MAIL = (
    "Whoever runs these pages can send changes by mail and to most chats: at once, or as an overview by the day, week "
    "or month, of the treaties and States that you name. Ask {contact}."
)
NO_CONTACT_FOR_MAIL = (
    "Whoever runs these pages can send changes by mail and to most chats: at once, or as an overview by the day, week "
    "or month, of the treaties and States that you name. They have given no address here to ask at."
)
BY_CALL = "As a call to your system"
WHAT_A_CALL_IS = (
    "A system of yours can be called with each change as JSON, signed after the Standard Webhooks specification, in "
    "the same way. Without asking anybody it can read {changes}, which has every change, or {feed}."
)

# ---- who runs it, and under which terms ------------------------------------------------------------------

WHO_RUNS_IT = "Who runs these pages"
RUN_BY = "These pages are kept by {contact}."
RUN_BY_NOBODY_NAMED = (
    "Whoever built these pages has given no address. The program that made them is the convention tracker, version "
    "{version}; its makers do not run them."
)
CONTACT = "Contact: {contact}"
LICENCE = "What may be done with it"
LICENCE_OF_FACTS = (
    "Who signed, consented or left, and when, are facts: take and reuse the tables, feeds and calendars, and say where "
    "they are from and of which day."
)
LICENCE_OF_TEXTS = (
    "The texts of reservations, declarations and other statements are those of the States and organisations that made "
    "them, as the depositary publishes them: its terms apply. The same holds for pages that were kept as evidence."
)
LICENCE_OF_DATA = "The tables, feeds and calendars here are published under the licence {licence}."
LICENCE_OF_PROGRAM = "The program, and the lists that are bundled with it, are under the MIT licence."
LICENCE_OF_MAP = "The shapes of the map: {licence}."
CITE_HERE = "{address}, read on {day}. {head}"
CITE_WHY = (
    "The head of the history is a fingerprint of all that was recorded up to then. Whoever keeps it can check later "
    "that nothing before it was rewritten."
)

# ---- where nothing is ------------------------------------------------------------------------------------

NOT_FOUND = "There is no such page"
NOT_FOUND_LEAD = "The address leads nowhere here: it is misspelt, or the page is no more."
NOT_FOUND_WAYS = "Look in {names}, or begin at {front}."
THE_FRONT_PAGE = "the front page"
THE_NAMES = "the list of all names"

# ---- links and pictures ----------------------------------------------------------------------------------

BORDERS = (
    "Borders and shading imply no opinion on the status of any territory or on frontiers; the map shows standing,"
    " not control."
)
#: Texts of the script of these.
TOOL_WORDS = {
    "copied": "Copied.",
    "not_copied": "It could not be copied: {text}",
    "tables": "The database: tables, search, SQL",
    "source": "Convention tracker, an unofficial compilation from public sources.",
    "borders": BORDERS,
}
COPY_LINK = "Copy the link"
COPY_ADDRESS = "Copy the address"
SAVE_SVG = "Save as SVG"
SAVE_PNG = "Save as PNG"
COPY_EMBED = "Copy the code for another page"
READ_BY_KEYS = "By keyboard: Tab to the picture, then the arrow keys; Enter opens a State."
READ_LINES_BY_KEYS = "By keyboard: Tab to the picture, then the arrow keys."
EMBED_MAP = "Map for other pages"
EMBED_TIME = "{treaty}: chart for other pages"
EMBED_SOURCE = "Source: {source}, an unofficial compilation from public sources."
PLAY = "Play"
PAUSE = "Pause"
ON_THE_MAP = "On the map"
OVER_TIME = "Over time"
