"""What readers can do on every page: find, save a picture, copy a link, subscribe. Pure.

`{name}` is a place that a template or a script fills; a translation may move it.
"""

from __future__ import annotations

from tracker.language import N_

# ---- the search box of every page, and the page of all names ---------------------------------------------

FIND = N_("Find a State or treaty")
FIND_EXAMPLE = N_("Turkey, BRA, 224 …")
ALL_NAMES = N_("All names")
NAMES = N_("Every name that is known here")
NAMES_LEAD = N_(
    "States, organisations, territories and treaties, under every spelling that leads to them: names in English, "
    "French and Dutch, former names, ISO codes, numbers of treaties."
)
TREATIES = N_("Treaties")
PARTICIPANTS = N_("States and organisations")
SPELLED = N_("also found as: {spellings}")
NAME = N_("Name")
ON_RECORD = N_("On record here")

TERRITORIES = N_("Territories")

#: What a hit says besides its name.
NOTHING_ON_RECORD = N_("nothing known")
FORMER_STATE = N_("former State")
STANDS = N_("{treaty}: {standing}")
STANDS_IN_MANY = N_("on record under {count} treaties")
TERRITORY_OF = N_("territory of {state}")

#: Of a State that is in the table of names and on no chart.
NOTHING_KNOWN = N_("Nothing is known of {name}: no signature, consent or invitation is on record.")
SUCCEEDED_BY = N_("succeeded by {names}")
#: Of one treaty. What was not read is said beside it.
NO_ACT_ON_RECORD = N_("No signature and no consent is on record.")
NOT_KNOWN_IF_INVITED = N_("No signature and no consent is on record; whether it was invited to accede is not known.")

#: Texts of the script of the search box.
SEARCH_WORDS = {
    "hits": N_("{count} found"),
    "no_hit": N_("Nothing is known by the name “{typed}”. See all names that are known."),
    "hit": "{name} ({note})",
    "nothing": NOTHING_ON_RECORD,
    "nothing_known": NOTHING_KNOWN,
}

# ---- the page for subscribers ----------------------------------------------------------------------------

SUBSCRIBE = N_("Subscribe")
SUBSCRIBE_LEAD = N_("Be told when something changes, in the way that suits you.")
BY_FEED = N_("In a feed reader")
WHAT_A_FEED_IS = N_(
    "A feed is an address that a program looks at for you: a feed reader, a mail program such as Thunderbird or "
    "Outlook, or a chat. Copy an address into it, and it shows each change as it is noticed here."
)
FEED = N_("Feed")
ADDRESS = N_("Address")
EVERY_CHANGE = N_("Every change")
FEED_OF_A_STATE = N_("Each State and organisation on a chart has a feed of its own, on its page: see {names}.")
BY_CALENDAR = N_("In your calendar")
WHAT_THE_CALENDAR_HAS = N_(
    "The calendar holds the days that lie ahead: entries into force, printed by a source or expected by the treaty's "
    "rule, and invitations that lapse. Add its address to a calendar program as a calendar from the internet, and it "
    "stays up to date."
)
BY_MAIL = N_("By mail or in a chat")
ASK_FOR_MAIL = N_(
    "Whoever runs these pages can send changes by mail and to most chats: at once, or as an overview by the day, week "
    "or month, of the treaties and States that you name. Ask {contact}."
)
NO_CONTACT_FOR_MAIL = N_(
    "Whoever runs these pages can send changes by mail and to most chats: at once, or as an overview by the day, week "
    "or month, of the treaties and States that you name. They have given no address here to ask at."
)
BY_CALL = N_("As a call to your system")
WHAT_A_CALL_IS = N_(
    "A system of yours can be called with each change as JSON, signed after the Standard Webhooks specification, in "
    "the same way. Without asking anybody it can read {changes}, which has every change, or {feed}."
)

# ---- who runs it, and under which terms ------------------------------------------------------------------

WHO_RUNS_IT = N_("Who runs these pages")
RUN_BY = N_("These pages are kept by {contact}.")
RUN_BY_NOBODY_NAMED = N_(
    "Whoever built these pages has given no address. The program that made them is the convention tracker, version "
    "{version}; its makers do not run them."
)
CONTACT = N_("Contact: {contact}")
LICENCE = N_("What may be done with it")
LICENCE_OF_FACTS = N_(
    "Who signed, consented or left, and when, are facts: take and reuse the tables, feeds and calendars, and say where "
    "they are from and of which day."
)
LICENCE_OF_TEXTS = N_(
    "The texts of reservations, declarations and other statements are those of the States and organisations that made "
    "them, as the depositary publishes them: its terms apply. The same holds for pages that were kept as evidence."
)
LICENCE_OF_DATA = N_("The tables, feeds and calendars here are published under the licence {licence}.")
LICENCE_OF_PROGRAM = N_("The program, and the lists that are bundled with it, are under the MIT licence.")
LICENCE_OF_MAP = N_("The shapes of the map: {licence}.")
CITE_HERE = N_("{address}, read on {day}. {head}")
CITE_WHY = N_(
    "The head of the history is a fingerprint of all that was recorded up to then. Whoever keeps it can check later "
    "that nothing before it was rewritten."
)

# ---- where nothing is ------------------------------------------------------------------------------------

NOT_FOUND = N_("There is no such page")
NOT_FOUND_LEAD = N_("The address leads nowhere here: it is misspelt, or the page is no more.")
NOT_FOUND_WAYS = N_("Look in {names}, or begin at {front}.")
THE_FRONT_PAGE = N_("the front page")
THE_NAMES = N_("the list of all names")

# ---- links and pictures ----------------------------------------------------------------------------------

BORDERS = N_(
    "Borders and shading imply no opinion on the status of any territory or on frontiers; the map shows standing,"
    " not control."
)
#: Texts of the script of these.
TOOL_WORDS = {
    "copied": N_("Copied."),
    "not_copied": N_("It could not be copied: {text}"),
    "tables": N_("The database: tables, search, SQL"),
    "source": N_("Convention tracker, an unofficial compilation from public sources."),
    "borders": BORDERS,
}
COPY_LINK = N_("Copy the link")
COPY_ADDRESS = N_("Copy the address")
SAVE_SVG = N_("Save as SVG")
SAVE_PNG = N_("Save as PNG")
COPY_EMBED = N_("Copy the code for another page")
READ_BY_KEYS = N_("By keyboard: Tab to the picture, then the arrow keys; Enter opens a State.")
READ_LINES_BY_KEYS = N_("By keyboard: Tab to the picture, then the arrow keys.")
EMBED_MAP = N_("Map for other pages")
EMBED_TIME = N_("{treaty}: chart for other pages")
EMBED_SOURCE = N_("Source: {source}, an unofficial compilation from public sources.")
PLAY = N_("Play")
PAUSE = N_("Pause")
ON_THE_MAP = N_("On the map")
OVER_TIME = N_("Over time")
