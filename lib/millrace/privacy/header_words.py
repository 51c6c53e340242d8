"""Headers of columns that are about people, in the languages of the firms that use them."""

import re
import unicodedata

__all__ = [
    "ADDRESSES",
    "CODES",
    "IDENTIFIERS",
    "NAMES",
    "OF_GOODS",
    "OF_PEOPLE",
    "PERSON_CODES",
    "PHONES",
    "QUASI",
    "SENSITIVE",
    "plain_header",
]

ADDRESS_WORDS = (
    "address|street|strasse|str|hausnummer|anschrift|adresse|wohnanschrift|rue|direccion|calle|domicilio|地址"
    "|住址|عنوان|العنوان"
)
PHONE_WORDS = (
    "phone|phone_?(?:no|number|nr)|mobile|mobile_?(?:no|number|phone)|cell|cell_?phone|tel|telephone|fax|telefon"
    "|telefonnummer|telefonnr|rufnummer|handy|handynummer|mobilnummer|mobiltelefon|mobil|portable|telefono|movil"
    "|celular|电话|手机|联系方式|هاتف|الهاتف|جوال|الجوال|موبايل"
)
NAME_WORDS = (
    "handled_by|assigned_to|assignee|agent|salesperson|sales_rep|operator|cashier|created_by|manager|supervisor"
    "|sachbearbeiter|sachbearbeiterin|bearbeiter|verkaeufer|betreuer|vorgesetzte|vorgesetzter|业务员|负责人|经办人"
    "|name|names|full_?name|first_?name|last_?name|surname|given_?name|family_?name|maiden_?name|contact|vorname"
    "|nachname|familienname|geburtsname|kundenname|ansprechpartner|ansprechperson|empfaenger|nom|nom_de_famille"
    "|prenom|nombre|apellidos?|姓名|名字|联系人|收件人|客户名|الاسم|اسم"
)
OTHER_WORDS = (
    "email|e_?mails?|mail|e_?mail_?(?:address|adresse)|mailadresse|wechat|passport|id_?card|identity"
    "|identity_?(?:no|number)|national_?id|ssn|iban|bic|account|account_?(?:no|number)|bank_?account|card_?(?:no"
    "|number)|plate|licen[cs]e_?plate|kontonummer|bankverbindung|personalausweis|ausweisnummer|reisepass"
    "|steuer_?id|steuernummer|sozialversicherungsnummer|svnr|kennzeichen|correo|courriel|dni|nif"
    "|numero_de_securite_sociale|邮箱|邮件|身份证|护照|微信|账号|账户|银行卡|车牌|بريد|البريد|هويه|الهويه|جواز"
    "|حساب|الحساب|ايبان"
)
PERSON_WORDS = (
    "respondent|participant|customer|client|person|employee|staff|applicant|patient|member|kunde|kundin|kunden|personal"
    "|mitarbeiter|bewerber|mitglied|mitglieds|cliente|empleado|salarie|客户|顾客|员工|会员|患者|学员|العميل|الموظف"
)
CODE_WORDS = (
    "id|code|key|number|nr|uuid|respondent|customer|client|person|employee|staff_?no|applicant|patient|member"
    "|kunde|kundin|kunden_?(?:id|nr|nummer)|kundennummer|personal_?(?:nr|nummer)|mitarbeiter|mitarbeiter_?(?:id"
    "|nr|nummer)|bewerber|bewerber_?(?:id|nr|nummer)|mitglied|mitgliedsnummer|nummer|kennung|numero|cliente"
    "|empleado|salarie|=客户|=顾客|=员工|=会员|=患者|编号|工号|客户号|会员号|学号|رقم|العميل|الموظف"
)
QUASI_WORDS = (
    "age|age_?band|birth\\w*|dob|date_of_birth|born|sex|gender|origin|nationality|lives_?in|residence|city|town"
    "|suburb|state|district|foreign\\w*|housing|postcode|post_?code|postal_?code|zip|zip_?code|region|province"
    "|mother_?tongue|native_?tongue|muttersprache|langue|langue_maternelle|idioma|lengua|lengua_materna|母语|语言"
    "|اللغه|county|country|job|job_?title|occupation|profession|role|position|title|department|team|education|degree"
    "|school|marital\\w*|family_?status|children|hired_?on|joined|start_?date|applied|hire_?date|language"
    "|commute\\w*|years_?\\w+|height|shift|alter|geburt\\w*|geb_?datum|geschlecht|anrede|herkunft"
    "|staatsangehoerigkeit|nationalitaet|wohnort|ort|stadt|stadtteil|bezirk|plz|postleitzahl|bundesland|beruf"
    "|taetigkeit|stelle|funktion|abteilung|ausbildung|abschluss|familienstand|kinder|eintritt\\w*|eingestellt\\w*"
    "|sprache|sexe|ville|code_postal|metier|poste|service|date_de_naissance|naissance|embauche|edad|sexo|genero"
    "|ciudad|codigo_postal|fecha_de_nacimiento|nacimiento|puesto|departamento|年龄|性别|出生|生日|籍贯|民族|职位"
    "|职务|部门|学历|婚姻|城市|地区|省份|国籍|邮编|岗位|入职|العمر|الجنس|المدينه|الوظيفه|القسم|تاريخ الميلاد"
    "|تاريخ_الميلاد|الجنسيه|المنطقه|الرمز البريدي"
)
SENSITIVE_WORDS = (
    "salary|wages?|pay|pay_?grade|income|health\\w*|illness|diagnosis|sick\\w*|disab\\w*|adapted\\w*|religion\\w*"
    "|union\\w*|politic\\w*|ethnic\\w*|race|score|result|test_?result|performance|rating|hired|fired|dismissed"
    "|probation|invited|refused|rejected|granted|decision|approved|selected|accepted|admitted|shortlisted|promoted"
    "|entscheidung|bewilligt|genehmigt|zusage|absage|angenommen|ausgewaehlt|probezeit|invite|accepte"
    "|approuve|accorde|aprobado|concedido|contratado|invitado|邀请|批准|مقبول|القرار|debt|credit|criminal"
    "|warning\\w*|complaint\\w*|answer\\w*"
    "|default|paid|days_?late|gap_?months|gehalt\\w*|lohn\\w*|brutto\\w*|einkommen|gesundheit\\w*|krank\\w*|fehltage"
    "|behinder\\w*|schwerbehindert\\w*|religion|konfession|gewerkschaft\\w*|bewertung|leistung\\w*|abmahnung\\w*"
    "|gekuendigt|abgelehnt|eingeladen|schulden|schufa\\w*|salaire|maladie|sante|syndicat|salario|sueldo"
    "|enfermedad|salud|sindicato|工资|薪|收入|健康|病|残疾|宗教|绩效|成绩|录用|راتب|الراتب|صحه|الصحه|مرض|ديانه"
    "|الديانه|اعاقه"
)


def _words(words: str) -> re.Pattern[str]:
    """Compile words: Latin and Arabic ones, and those after "=", are whole words of a header, Chinese ones any part."""
    listed = words.split("|")
    apart = "|".join(word.removeprefix("=") for word in listed if not re.match("[一-鿿]", word))
    inside = "|".join(word for word in listed if re.match("[一-鿿]", word))
    return re.compile(rf"(?:^|_)(?:{apart})(?:$|_)" + (f"|{inside}" if inside else ""))


ADDRESSES, PHONES, NAMES = _words(ADDRESS_WORDS), _words(PHONE_WORDS), _words(NAME_WORDS)
IDENTIFIERS = _words("|".join([NAME_WORDS, PHONE_WORDS, ADDRESS_WORDS, OTHER_WORDS]))
CODES, QUASI, SENSITIVE = _words(CODE_WORDS), _words(QUASI_WORDS), _words(SENSITIVE_WORDS)
# The whole header: "customer", "customer no" and "Kundennummer", and not "customer since" or "type of member".
PERSON_CODES = re.compile(rf"(?:{PERSON_WORDS})_?(?:id|code|key|no|number|nr|nummer|numero|编号|号)?")
# Headers that only people have; "name" and "city" are said of goods and shops as well.
OF_PEOPLE = re.compile(
    r"(?:^|_)(?:first_?name|last_?name|full_?name|surname|given_?name|family_?name|maiden_?name|phone|mobile|e_?mail|passport|ssn|iban"
    r"|id_?card|national_?id|wechat|customer\w*|client\w*|person\w*|employee\w*|staff\w*|applicant\w*|patient\w*|member\w*|respondent\w*|contact"
    r"|age|age_?band|birth\w*|dob|date_of_birth|born|sex|gender|nationality|marital\w*|salary|wages?|sick\w*|disab\w*|hired\w*|religion"
    r"|vorname|nachname|familienname|telefon\w*|rufnummer|handy\w*|mobil\w*|kund\w*|mitarbeiter\w*|bewerber\w*|mitglied\w*|personal\w*"
    r"|ansprechpartner|alter|geburt\w*|geschlecht|anrede|staatsangehoerigkeit|familienstand|gehalt\w*|lohn\w*|krank\w*|schwerbehindert\w*"
    r"|prenom|nom|telephone|sexe|naissance|salaire|cliente|apellidos?|telefono|sexo|nacimiento|salario|empleado"
    r"|العمر|الجنس|هاتف|الهاتف|جوال|الجوال|العميل|الموظف|راتب|الراتب|الاسم|اسم)(?:$|_)"
    r"|姓名|手机|电话|身份证|客户|员工|会员|患者|年龄|性别|出生|工资|薪|邮箱|微信|婚姻|入职",
)
OF_GOODS = re.compile(
    r"(?:^|_)(?:sku|product\w*|article|artikel\w*|item\w*|material|price|preis|stock|bestand|quantity|menge|unit_?price|supplier|lieferant)"
    r"(?:$|_)|产品|商品|价格|库存|المنتج|السعر"
)
GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
ARABIC = str.maketrans("أإآىة", "ااايه")


def plain_header(header: object) -> str:
    """Write a header in small letters without accents, with underscores between its words.

    Parameters
    ----------
    header : str
        As it is in the file.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_header("Straße / Nr."), plain_header("dateOfBirth"), plain_header("Prénom")
    ('strasse_nr', 'date_of_birth', 'prenom')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(header)).casefold()
    for letter, letters in GERMAN.items():
        apart = apart.replace(letter, letters)
    bare = "".join(char for char in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "_", bare.translate(ARABIC)).strip("_")
