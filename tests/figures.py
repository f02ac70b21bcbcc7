"""The figures of articles that tests make up, where no test looks at them."""

from models import Quality

NO_MATTER_WHICH = Quality(
    words=1,
    words_in_lexicon_before=None,
    words_in_lexicon_after=None,
    edits_per_1000_words=0.0,
    furniture_share=0.0,
    boilerplate_share=0.0,
)
