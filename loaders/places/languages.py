"""Languages as gazetteers write them, by three letters (ISO 639-3), and as names have them, by the shortest code (BCP 47)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_PAIRS: Final = (
    "aar aa abk ab afr af aka ak amh am ara ar arg an asm as ava av ave ae aym ay aze az bak ba bam bm bel be ben bn bih bh bis bi bod bo bos bs "
    "bre br bul bg cat ca ces cs cha ch che ce chu cu chv cv cor kw cos co cre cr cym cy dan da deu de div dv dzo dz ell el eng en epo eo est et "
    "eus eu ewe ee fao fo fas fa fij fj fin fi fra fr fry fy ful ff gla gd gle ga glg gl glv gv grn gn guj gu hat ht hau ha heb he her hz hin hi "
    "hmo ho hrv hr hun hu hye hy ibo ig ido io iii ii iku iu ile ie ina ia ind id ipk ik isl is ita it jav jv jpn ja kal kl kan kn kas ks kat ka "
    "kau kr kaz kk khm km kik ki kin rw kir ky kom kv kon kg kor ko kua kj kur ku lao lo lat la lav lv lim li lin ln lit lt ltz lb lub lu lug lg "
    "mah mh mal ml mar mr mkd mk mlg mg mlt mt mon mn mri mi msa ms mya my nau na nav nv nbl nr nde nd ndo ng nep ne nld nl nno nn nob nb nor no "
    "nya ny oci oc oji oj ori or orm om oss os pan pa pli pi pol pl por pt pus ps que qu roh rm ron ro run rn rus ru sag sg san sa sin si slk sk "
    "slv sl sme se smo sm sna sn snd sd som so sot st spa es sqi sq srd sc srp sr ssw ss sun su swa sw swe sv tah ty tam ta tat tt tel te tgk tg "
    "tgl tl tha th tir ti ton to tsn tn tso ts tuk tk tur tr twi tw uig ug ukr uk urd ur uzb uz ven ve vie vi vol vo wln wa wol wo xho xh yid yi "
    "yor yo zha za zho zh zul zu"
).split()
_SHORT: Final = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
"""ISO 639-3 -> ISO 639-1 (Library of Congress, ISO 639 code tables)."""
_SCRIPTS: Final = {("srp", "ec"): "Cyrl", ("srp", "el"): "Latn"}
"""Scripts that are written as if they were regions, as Wikipedia does (sr-ec, sr-el)."""
_KEY: Final = re.compile(r"name:([a-z]{3})((?:_[a-z0-9]+)*?)_x_([a-z]+)")


def language_of(code: str) -> str:
    """The shortest tag of a language of three letters; empty if it is not known which.

    Example:
        >>> language_of("kir"), language_of("ast"), language_of("und")
        ('ky', 'ast', '')
    """
    return "" if code in ("und", "unk", "mis", "mul", "zxx") else _SHORT.get(code, code)


@lru_cache(maxsize=16_384)
def name_key(key: str) -> tuple[str, str] | None:
    """The language tag and the sort of a name (preferred, variant, historical ...) from a key of Who's On First; None for any other key.

    Example:
        >>> name_key("name:kir_x_preferred"), name_key("name:zho_cn_x_variant"), name_key("wof:name")
        (('ky', 'preferred'), ('zh-CN', 'variant'), None)
        >>> name_key("name:zho_min_nan_x_preferred"), name_key("name:srp_ec_x_preferred")
        (('nan', 'preferred'), ('sr-Cyrl', 'preferred'))
    """
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    parts = match[2].split("_")[1:]
    # A language within another one, as Cantonese within Chinese, has a code of its own.
    within = [part for part in parts if len(part) == 3 and part != "min"]
    language = language_of(within[-1] if within else match[1])
    scripts = [script for part in parts if (script := _SCRIPTS.get((match[1], part)))]
    regions = [part.upper() for part in parts if len(part) == 2]
    more = (scripts or regions)[:1]
    return "-".join([language, *more]) if language else "", match[3]
