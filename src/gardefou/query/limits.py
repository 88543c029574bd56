"""How large a query may be: each limit has its error."""

LONGEST_QUERY = 20_000
"""Characters, its named lists written out."""
DEEPEST_NESTING = 40
MOST_SCOPES = 160
"""Scopes and negations."""
MOST_WORDS = 2_000
MOST_WORDS_OF_PHRASE = 50
MOST_WILDCARDS = 100
FEWEST_LETTERS_OF_WILDCARD = 2
MOST_IN_SEQUENCE = 20
"""Uses of ~ and then in one query."""
MOST_MEANINGS = 20
LONGEST_MEANING = 300
FARTHEST_WORDS = 50
FARTHEST_SECONDS = 600
MOST_LISTS = 1_000
"""Lists of a lexicon, and entries of a list."""
LONGEST_QUERY_WITH_FIX = 500
"""A longer query is told its fault without a proposal."""
