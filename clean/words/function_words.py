"""The words that hold sentences together, and make no compounds with others."""

# fmt: off
FUNCTION_WORDS = (
    "about", "after", "against", "also", "although", "and", "are", "because", "been", "between", "both", "but", "can",
    "could", "did", "does", "during", "each", "for", "from", "had", "has", "have", "her", "his", "its", "may", "must",
    "our", "said", "says", "she", "should", "since", "such", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "until", "very", "was", "were", "when", "where", "whether", "which", "while",
    "who", "whom", "whose", "will", "with", "would", "your",
)
# fmt: on
"""Words of three letters and more that make no compounds."""
