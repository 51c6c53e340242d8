"""Small words that say nothing of a theme, in the languages in which customers write most."""

from collections.abc import Iterable
from functools import cache

__all__ = ["small_words_in"]

# Words of scikit-learn's English list that say what a complaint is about.
_TELLING = {
    "amount", "back", "bill", "bottom", "call", "computer", "cry", "detail", "empty", "fill", "fire", "front", "full",
    "interest", "move", "name", "part", "show", "side", "system", "thick", "thin", "top",
}  # fmt: skip
# Small words of one language that are goods, colours or doings in another: they tell of no language.
_ELSEWHERE_TELLING = {
    "art", "bin", "come", "die", "door", "fine", "gut", "hat", "land", "man", "most", "must", "net", "oder", "plus",
    "pour", "rot", "sale", "sin", "son", "van", "want", "war", "wie",
}  # fmt: skip
_LISTS = {
    "German": """
        ab aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bitte da damit
        danach dann das dass dem den denn der des deshalb die dies diese diesem diesen dieser dieses doch dort
        du durch ein eine einem einen einer eines er es etwas euch euer für ganz gar gegen gewesen habe haben
        hallo hat hatte hatten hätte ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede
        jeden jeder jedes jetzt kann kein keine keinem keinen keiner können könnte man mehr mein meine meinem
        meinen meiner mich mir mit muss nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit
        sich sie sind so soll sollte sondern sowie um und uns unser unsere unserer unter vom von vor wann war
        waren warum was wegen weil welche wenn wer werden wie wieder wir wird wo worden wurde wurden zu zum
        zur über
    """,
    "French": """
        ai alors après as au aucun aucune aussi autre aux avant avec avez avoir avons bonjour c'est car ce
        ceci cela celle celui ces cet cette chez comme d'un d'une dans de depuis des donc du déjà elle elles
        en encore entre est et eu eux faire fait fois ici il ils j'ai je jusqu la le les leur leurs lui là ma
        mais mal me merci mes moi mon même n'a n'ai n'est ne nos notre nous on ont ou où par parce pas peu
        peut plus pour pourquoi puis qu'il qu'on quand que quel quelle qui quoi sa sans se sera ses si soit
        son sont sous sur ta te tes toi ton tous tout toute toutes trop très tu un une vers voici vos votre
        vous y à ça était été être
    """,
    "Spanish": """
        a al algo antes aquí así aunque bien cada como con cual cuando de del desde después donde dos e el
        ella ellas ellos en entonces entre era eran es esa ese eso esta estaba estado estar estas este esto
        estos está están fue fueron gracias ha había hace hacia han hasta hay he hola la las le les lo los me
        mi mis muy más nada ni no nos nosotros nuestra nuestro o os otra otro para pero poco por porque pues
        que quien qué se ser si sido siempre sin sino sobre solo son su sus sí sólo también tan tanto te tenía
        tengo tiene todavía toda todas todo todos tras tu un una uno unos usted ustedes vez y ya yo él
    """,
    "Italian": """
        a ad agli ai al alla alle allo anche ancora avere aveva avete c'è che chi ci ciao come con cosa così
        cui da dai dal dalla dalle dei del dell della delle dello di dopo dove due e ed era erano essere fa
        fatto fino fra gli grazie ha hai hanno ho i il in io l la le lei lo loro lui ma me mi mia mie miei mio
        molto ne nei nel nella nelle nello no noi non nostra nostro o ogni per perché però più poi prima quale
        quando quanto quella quelle quelli quello questa queste questi questo qui se sei sempre senza si sia
        siamo solo sono sopra sta stata state stati stato su sua sue sugli sui sul sulla suo suoi te ti tra
        troppo tu tua tuo tutta tutte tutti tutto un un'altra una uno vi voi vostra vostro è
    """,
    "Portuguese": """
        a agora ainda ali antes ao aos aquela aquele aqui as assim até bem cada com como da das de dela dele
        depois desde do dois dos e ela elas ele eles em entre era eram essa esse esta estas estava este estes
        está estão eu foi foram há isso isto já la lhe mais mas me mesmo meu meus minha minhas muito muita na
        nada nas nem no nos nossa nosso não nós o obrigada obrigado olá onde os ou para pela pelas pelo pelos
        por porque pouco quando que quem são se seja sem sempre ser seu seus sido sobre sou sua suas só também
        tem tenho ter teve tinha toda todas todo todos tudo um uma umas uns vez você vocês à às é
    """,
    "Dutch": """
        aan al alle alleen alles als altijd andere ben bij daar dan dat de deze die dit doch doen door dus een
        eens en er ervan ge geen geweest graag had hadden heb hebben heeft heel het hier hij hoe hun iets ik
        in is ja je jij jullie kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of
        om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel voor waar waarom
        want waren was wat we weer wel werd werden wie wij wil worden wordt zal ze zelf zich zij zijn zo
        zonder zou
    """,
    "Turkish": """
        acaba ama ancak artık aslında az bana bazı belki ben beni benim bile bir biraz biz bize bizim bu buna
        bunu bunun böyle çok çünkü da daha de defa değil diye dolayı en fakat gene gibi göre hem hep hepsi her
        hiç iki ile ilgili ise için işte kadar ki kim kime kez lütfen merhaba mi mu mı mü nasıl ne neden
        nedenle nerede niye o olan olarak oldu olduğu olmak olması on ona onlar onu onun oysa önce pek rağmen
        sadece sanki sen siz size sizin sonra şekilde şey şu tarafından teşekkürler tüm ve veya var vardı ya
        yani yine yok zaten
    """,
}


@cache
def _english() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS) - _TELLING


@cache
def _others() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _LISTS.items()}


@cache
def _languages_of() -> dict[str, list[str]]:
    """Return for each small word the languages of which it tells; English is there to outvote the others."""
    lists = {"English": _english(), **_others()}
    every = frozenset().union(*lists.values()) - _ELSEWHERE_TELLING
    return {word: [language for language, words in lists.items() if word in words] for word in every}


def small_words_in(words: Iterable[str]) -> frozenset[str]:
    """Return the small words to leave out of one text: those of English, and of the language it is written in.

    Parameters
    ----------
    words : iterable of str
        All words of the text, in lower case.

    Returns
    -------
    frozenset of str
        Of the text's language are the small words of which most different ones are in it; English when as many are
        English. German "hat" and Dutch "door" are small words of a German or a Dutch text only.

    Notes
    -----
    Lists of our own for German, French, Spanish, Italian, Portuguese, Dutch and Turkish; English after scikit-learn.

    Examples
    --------
    >>> german = small_words_in(["die", "naht", "ist", "nicht", "fest"])
    >>> sorted(german & {"die", "naht", "ist", "hat"}), "hat" in small_words_in(["the", "hat", "is", "torn"])
    (['die', 'hat', 'ist'], False)
    """
    known = _languages_of()
    votes: dict[str, int] = {}
    for word in set(words):
        for language in known.get(word, ()):
            votes[language] = votes.get(language, 0) + 1
    if not votes or votes.get("English", 0) == max(votes.values()):
        return _english()
    language = max(votes, key=lambda name: votes[name])
    return _with_english(language)


@cache
def _with_english(language: str) -> frozenset[str]:
    return _english() | _others()[language]
