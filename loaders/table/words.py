"""Words in the names of columns, and what a column with such a word probably holds."""

from __future__ import annotations

from typing import Final

PERSON: Final = set(
    "person people name official officials minister mep mp member leader delegate candidate speaker contact contacts deputy president "
    "participants host chair author ambassador appointee nominee officeholder representative representatives senator legislator judge "
    "head director individual лицо фио піб участник участники спикер депутат министр кандидат руководитель керівник директор "
    "заявитель докладчик глава "
    "ministro ministra ministre diputado diputada deputado deputada député députée candidato candidata candidat abgeordneter senador".split()
)
ORG: Final = set(
    "organisation organization organisations organizations org agency agencies ministry company ngo lobbyist lobbyists institution "
    "affiliation employer donor funder recipient committee party delegation office group board organizer host_org registrant client supplier "
    "vendor contractor buyer entity interest contributor grantee beneficiary payee partner implementer workplace "
    "организация организатор министерство ведомство агентство партия компания учредитель учредители "
    "організація міністерство партія компанія partei organisationen verband "
    "partido parti partito partij spender geldgeber donateur donante doador donatore empfänger bénéficiaire beneficiario beneficiário донор "
    "жертвователь получатель ministerio ministério ministère ministerium".split()
)
KINDS: Final = {
    "party": "party", "партия": "party", "agency": "agency", "agencies": "agency", "ministry": "agency", "министерство": "agency",
    "ведомство": "agency", "company": "company", "ngo": "ngo", "group": "party", "partei": "party", "партія": "party",
    "компания": "company", "компанія": "company", "міністерство": "agency",
    **dict.fromkeys("partido parti partito partij".split(), "party"),
    **dict.fromkeys("ministerio ministério ministère ministerium".split(), "agency"),
    **dict.fromkeys(
        "donor contributor recipient grantee beneficiary payee учредитель учредители spender geldgeber donateur donante doador donatore "
        "empfänger bénéficiaire beneficiario beneficiário донор жертвователь получатель".split(), "actor"
    ),
}  # fmt: skip
"""Who gives or gets may be a person or an organisation: the word does not say."""
EVENT: Final = {
    "meeting": "event-type:meeting", "trip": "event-type:visit", "visit": "event-type:visit", "travel": "event-type:visit",
    "conference": "event-type:conference", "election": "event-type:election", "treaty": "event-type:agreement",
    "agreement": "event-type:agreement", "project": "event-type:project", "activity": "event-type:project",
    "grant": "event-type:funding", "donation": "event-type:funding", "contribution": "event-type:funding", "seminar": "event-type:seminar",
    "contract": "event-type:procurement", "tender": "event-type:procurement", "procurement": "event-type:procurement", "event": "", "мероприятие": "",
    "subject": "event-type:meeting", "topic": "", "title": "",
}  # fmt: skip
DATED: Final = {
    "resignation": "event-type:resignation", "appointment": "event-type:appointment", "dismissal": "event-type:dismissal",
    "visit": "event-type:visit", "meeting": "event-type:meeting", "hearing": "event-type:hearing",
}  # fmt: skip
"""What happened on a day, by the name of its column."""
TITLES: Final = PERSON | set("governor mayor secretary attorney treasurer commissioner sheriff chancellor".split())
"""The first words of the names of offices that persons hold."""
AMOUNT: Final = set("amount betrag montant importe monto сумма суммасы сума kwota bedrag belopp".split())
WORTH: Final = set("value valor valeur wert total sum".split())
"""Words of a column of money only if a currency stands in its cells."""
ROLES: Final = {
    **dict.fromkeys("funding donor spender geldgeber donateur donante doador donatore донор жертвователь".split(), "funder"), "implementing": "implementer", "contacts": "contact", "contact": "contact",
    "official": "participant", "organizer": "organizer", "организатор": "organizer", "host": "host", "candidate": "candidate",
    "speaker": "speaker", "lobbyists": "guest", "organisation": "guest", "leader": "guest", "state": "signatory",
}  # fmt: skip
PLACE: Final = set("location place venue city town constituency place_name место город".split())
TIMES: Final = {
    **dict.fromkeys("start begin beg st from since appointed listed joined elected inicio início début beginn von seit desde с".split(), "start_date"),
    **dict.fromkeys("end until till to left delisted resigned dismissed terminated ceased expired completion closing fin fim ende bis hasta по".split(), "end_date"),
}  # fmt: skip
HELD: Final = set(
    "appointed resigned joined left elected mandate term dismissed ceased since until from tenure service".split()
)
"""Words for days from and to which somebody belongs to something; a start and an end alone may be those of a journey."""
KEPT: Final = set(
    "registered registration reported published updated modified created accessed retrieved submitted release version "
    "coding coded регистрации".split()
)
"""Words for the day on which something was written into a register: nothing happened then but that."""
OF_ACTORS: Final = set(
    "address city town postcode zip state province region status category type kind sector email phone fax url website web street "
    "occupation profession description purpose reason number count share size seats seat fields area activity title role position post "
    "gender sex age code id currency amount value adresse telefon ort stadt plz strasse straße dirección endereço адрес телефон город область статус должность".split()
)
"""Words of a column that says something about an actor; its name stands in another."""
POLITICAL: Final = set("political parliamentary national european party eu ep politische".split())
GROUPED: Final = set("interest interests armed rebel lobby working insurgent militant".split())
"""A group with one of these words is an organisation; an income or age group is none."""
VARIANTS: Final = set(
    "short long current abbreviated english ascii native original local other otherlanguage alternative alt official".split()
)
"""Words of a column that writes the same name in another way."""
ALIAS: Final = set("alias aliases aka previous former".split())
ALIASES: Final = ALIAS | set("known also as name names other".split())
"""Words of a column of further names, in which one of ``ALIAS`` stands."""
FIRST: Final = set("first given forename vorname prénom prenom имя ім'я аты".split())
MIDDLE: Final = set("middle patronymic отчество".split())
LAST: Final = set("last family sur surname nachname familienname фамилия прізвище".split())
REGISTERED: Final = set(
    "legal rechtsform acronym okpo inn ein vat turnover employees headquarters dissolved incorporated окпо инн правовая едрпоу єдрпоу огрн".split()
)
"""Words of columns that organisations have, and persons do not."""
THING_NAMES: Final = set("наименование название назва аталышы bezeichnung designation".split())
"""Words for what a thing is called: of an organisation if more tells so, never of a person."""
OF_ORGANIZATIONS: Final = set(
    "ltd limited inc llc llp plc gmbh ag kg sa bv nv oy ab corp corporation company association verband verein union party ministry "
    "department agency committee council university institute foundation fund bank federation commission society authority service "
    "e.v ооо осоо оао зао ао пао тоо фонд министерство общество ассоциация союз институт агентство товариство".split()
)
"""Words in the names of organisations."""
SIDES: Final = frozenset("1 2 3 4 5 a b".split())
ROLED: Final = frozenset(
    "recipient supplier donor reporter partner sender target buyer seller exporter importer".split()
)
"""Words of columns of countries that take part themselves."""
ATTRIBUTES: Final = set("id code iso iso2 iso3 type kind full name role country url link nr no".split())
OF_PLACES: Final = set(
    "park monument forest river lake island city county village memorial reserve preserve valley mountain район область село".split()
)
"""Words in the names of places."""
RELATION: Final = set("connection relation relationship link tie связь".split())
JOINED: Final = set("membership member accession joined ratification вступление членство".split())
"""Words of a table of which state, or who, belongs to which organisation."""
JOB: Final = set(
    "job position post function role title portfolio ministers должность пост cargo puesto funktion amt fonction".split()
)
ACRONYM: Final = set("acronym abbreviation abbrev аббревиатура".split())
NAME: Final = set("name full first last given family sur фио піб".split())
"""Words of a column that says what a row is called: a person, unless its other words or its cells tell what else."""
