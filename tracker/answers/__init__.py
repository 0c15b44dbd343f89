"""Questions of treaty law on what is known: who, since when, between whom, how many, on which evidence.

view           what a question may ask of what is kept, as known at one moment
knowledge      the chart of a treaty that stood then
standing       for any question: treaties chosen (`choose`, `answers_for`, `unread`), their rows on a day (`Answer`),
               the age of knowledge (`KnowledgeAge`); and the question `parties`
participation  one participant's part in a treaty: acts, periods, evidence, what was taken back
history        questions about what is stored: changes, charts, evidence
to_json        the objects of `--json`, from the fields of the answers

Here: one module a question, its answer, and how old the answer is. The modules above serve several questions.
Not here: SQL, sentences, tables and pages, and any change of what is known.
"""
