"""`tracker between`: was a treaty in force between two participants on a day, and under which statements?

model     the answer, and what it says of each side
question  the question itself, asked of a view

Not here: sentences (`tracker.wording.relations`), and the statements of both side by side.
"""

from tracker.answers.between.model import Between, BetweenSide
from tracker.answers.between.question import between

__all__ = ["Between", "BetweenSide", "between"]
