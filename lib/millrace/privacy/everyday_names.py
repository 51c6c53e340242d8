"""Words that are names as well, and whether a capital letter tells the name from the word."""

import re

__all__ = ["ALWAYS_LARGE", "EVERYDAY", "NO_NAMES"]


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


# Written with a capital wherever they are: days, months, and nouns of German. Without accents, as texts are searched.
ALWAYS_LARGE = _words("""
may june april august west north east south day king prince major miles max sky star rose art gold gene
sommer winter herbst mai juli stern engel wolf vogel fuchs hahn koch konig kaiser berg bach busch baum wald feld stein
horn kraft zimmer kasten nagel sonntag freitag montag morgen abend band
""")
# Alone they are taken for the word, beside another part of the name or with a capital amid a sentence for the name.
EVERYDAY = ALWAYS_LARGE | _words("""
will grace mark hope bill long young an he she sun song fan gang hang you are
summer joy faith dawn iris lily daisy ruby pearl amber jade olive ginger hazel violet ivy heather holly carol
frank earnest rich chase grant pat rob sue drew dean duke price cook baker smith taylor mason
carter fisher hunter miller brown green white black gray grey silver stone wood field hill brook lake bush
week page paige penny melody harmony honor jack don ray guy
dick tan pan bao mai man men min mu no on or so to we do go hi hu ha la li lo ma me my bag belt wallet strap
order lang klein kurz weis schwarz braun jung ernst reich
كريم جميل سعيد نور امل امين صادق عادل ماهر رائع هادي سلام كامل حسن ناصر جديد صالح شكرا
""")
# With a capital after "her husband" or before a surname, and no name all the same.
NO_NAMES = _words("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december christmas easter the this that he she it we they you please and or but who is was has will can
montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz mai juni juli oktober dezember
kunde kundin kunden herr herrn frau familie fahrer fahrerin kollege kollegin firma termin anruf ruckruf bitte der die
das mit von bei fur und oder ist hat wird customer client driver mr mrs ms miss dr prof boss sir madam dear hello hi
thanks ask call tell met from for with old new no yes ja nein neu neue alte am im an
""")
