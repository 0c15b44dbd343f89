"""May one Party turn to another under an article: is the way open, by the record that is kept?

model     the answer, its tests, and what one side stated
places    the territories of a question
checks    the tests, each a function of values
question  the question itself, asked of a view

Not here: sentences (`tracker.wording.route`), and whether a request is lawful or will be executed.
"""

from tracker.answers.route.model import Listing, Record, Route, RouteTest, Stated, Way
from tracker.answers.route.question import Asked, noted_slots, read_statement, route

__all__ = [
    "Asked",
    "Listing",
    "Record",
    "Route",
    "RouteTest",
    "Stated",
    "Way",
    "noted_slots",
    "read_statement",
    "route",
]
