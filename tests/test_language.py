import pytest

from clean.words.language import detect_language, may_be

SENTENCES = {
    "en": "The council said on Monday that it would open the bridge again when the repairs are done.",
    "de": "Der Stadtrat sagte am Montag, dass die Brücke wieder geöffnet wird, wenn sie fertig ist.",
    "fr": "Le conseil a dit lundi que le pont serait rouvert quand les travaux seront finis.",
    "es": "El consejo dijo el lunes que el puente se abrirá de nuevo cuando terminen las obras.",
    "it": "Il consiglio ha detto lunedì che il ponte sarà riaperto quando i lavori saranno finiti.",
    "pt": "O conselho disse na segunda-feira que a ponte não será aberta até que as obras terminem.",
    "nl": "De raad zei maandag dat de brug weer open gaat als het werk aan de weg klaar is.",
    "sv": "Rådet sade på måndagen att bron kommer att öppnas igen när arbetet är klart och det inte regnar.",
    "fi": "Neuvosto sanoi maanantaina, että silta avataan uudelleen, kun työt ovat valmiit, mutta se ei ole varmaa.",
    "pl": "Rada powiedziała w poniedziałek, że most zostanie otwarty, gdy prace się skończą, ale nie jest to pewne.",
    "tr": "Konsey pazartesi günü yaptığı açıklamada köprünün bir yıl sonra daha büyük olarak açılacağını ve bunun için "
    "çok çalıştığını söyledi.",
    "id": "Dewan mengatakan pada hari Senin bahwa jembatan itu akan dibuka lagi dan tidak ada yang perlu dibayar.",
    "ru": "Совет сообщил в понедельник, что мост будет открыт, когда работы будут закончены, но это не точно.",
    "uk": "Рада повідомила в понеділок, що міст буде відкрито, коли роботи закінчаться, але це ще не точно.",
    "el": "Το συμβούλιο είπε τη Δευτέρα ότι η γέφυρα θα ανοίξει ξανά.",
    "he": "המועצה אמרה ביום שני שהגשר ייפתח שוב",
    "ar": "قال المجلس يوم الاثنين إن الجسر سوف يفتح من جديد بعد أن تنتهي الأعمال في المدينة على النهر",
    "hi": "परिषद ने सोमवार को कहा कि पुल फिर से खुलेगा",
    "ko": "의회는 월요일에 다리를 다시 열겠다고 말했다",
    "ja": "市議会は月曜日に橋を再開すると発表した。",
    "zh": "市议会星期一表示，大桥将重新开放。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language: str) -> None:
    """One sentence is enough to name a language that we know."""
    assert detect_language(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["", "2-1 (1-0)", "Mbappé Tchouaméni Rabiot", "Lorem", "https://example.org", "OK"])
def test_what_is_in_no_language_is_not_guessed(text: str) -> None:
    """Names, figures and single words are left without a language."""
    assert detect_language(text) is None


def test_a_language_with_no_words_of_its_own_speaks_against_none() -> None:
    """Names may be English; a Spanish sentence and a Russian one may not."""
    assert may_be("Mbappé Tchouaméni Rabiot", "en")
    assert not may_be(SENTENCES["es"], "en")
    assert not may_be(SENTENCES["ko"], "en")


def test_a_long_text_is_told_by_a_sample() -> None:
    """A long text is told by its beginning and its middle."""
    assert detect_language(SENTENCES["en"] * 2000) == "en"
