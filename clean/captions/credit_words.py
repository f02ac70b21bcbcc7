"""The words of photo credits: labels, agencies, and what stands beside names."""

import re

from clean.patterns import deferred

# Matches what says that a credit follows: "Photo:", "Image credit: ", "Photograph by ", "Courtesy of "; not "Picture
# this:", nor "credit" as an ordinary word.
LABEL = deferred(
    r"""
    (?: (?:(?:lead|main|cover|header|hero|featured?|top|file|stock|screen|aerial|ap|afp|epa|reuters|getty)[ ])?
        (?: photos? | photograph(?:s|y|er|ie|ies)? | images? | pictures? | pics? | illustrations? | artwork
          | screen(?:shot|grab)s? | video\ still | photo\ illustration )
        (?: (?:[ ]/[ ]|[ ])? (?:credits?|source|sources|courtesy|copyright|by) )?
      | credits?(?:\.\.\.|…)? | (?:caption\ )?credit\ line
      | (?:symbol|archiv|titel|beitrags|handout)?(?:fotos?|bild(?:er|quelle|nachweis|rechte)?|foto-?grafi[ae])
      | (?:image|photo)\ by | photo\ courtesy | supplied
      | (?:arkiv|presse)foto | foto/ilustrasi | fotó | gambar | beeld | ảnh | picha | isithombe | umfanekiso | imatge
      | fotografía | foto\ y\ texto | fotograf | bildtext | kuva | bilde | billede | kép | zdjęcie | fot\. | slika
      | imagen | imagem | immagine | crédits?(?:\ photos?)? | créditos? | crediti | görsel | fotoğraf
      | фото(?:графия)? | снимок | изображение | снимка | φωτογραφία | фотограф | (?:資料)?写真(?:提供)? | 撮影 | 図
      | (?:자료)?사진(?:\ ?제공)? | 그래픽 | 摄影 | 攝影
      | (?:资料)?图(?:片|源|片来源)? | (?:資料)?圖(?:片|源|片來源)?
    )
    (?:\ ?(?:[:：＝]|(?<=[사진공撮影写真供])=|(?<=[图圖])[/／])|(?<=\.\.\.)|(?<=…))\ ?
    (?:(?:by|via|courtesy(?:\ of)?|©|\(c\))\ )?
  | (?: (?:photos? | photograph(?:s|y|ed)? | images? | pictures? | pics? | illustrations? | photo\ illustrations?
        | graphics? | artwork | screen(?:shot|grab)s?)
        [ ](?:credits?\ (?:to\ )?|provided\ )?(?:by|via|courtesy(?:\ of)?|from)\ :?\ ?
      | courtesy(?:\ of|\ photo|:)?\ (?:photo\ )?
      | (?:photos?|images?|pictures?)\ (?:provided|supplied|submitted|contributed)(?:\ (?:by|to)\b)?\ ?
      | (?:submitted|contributed)\ by\ | (?:file|archive)\ photos?\ by\ | fot\.\ | dok\.\ | ⓒ\ ?
      | (?:u\.s\.\ |official\ )?(?:staff|handout|army|navy|air\ force|coast\ guard|marine\ corps|white\ house|express)
        \ (?:file\ )?(?:photo|image|video)s?\ by\b\ ?
      | image\ source,\ | photo\ ?/\ ? | ©\ ?(?:copyright\ )?(?:\d{4}\ )? | [(（]c[)）]\ ? | copyright\ ©\ ?(?!\d)
      | ＝ )
    """,
    re.VERBOSE | re.IGNORECASE,
)

LABEL_MARKS = (
    ":", "：", "=", "＝", "©", "...", "…", "by ", "via ", "from ", "of ", "courtesy", "(c)", "photo/", "source,",
    "copyright", "provided", "supplied", "submitted", "contributed", "photo /", "fot. ", "dok. ", "ⓒ", "（c）", "图/",
    "图／", "圖/", "圖／",
)  # fmt: skip
"""One of these stands in everything that `LABEL` matches, in lower case. Looking for them first costs a tenth."""

# Matches a label of pictures and of charts alike: "Source: ", "Quelle: "; a credit only with an agency behind it.
SOURCE_LABEL = deferred(
    r"(?:source|quelle|fuente|fonte|bron|zdroj|źródło|forrás|kaynak|källa|kilde|lähde|источник|出典|출처|来源|來源)s?\s?:\s?",
    re.IGNORECASE,
)

LONE_CREDITS = frozenset(
    {
        "supplied", "handout", "submitted photo", "contributed photo", "courtesy photo", "file photo",
        "handout photo", "staff photo", "stock photo", "stock image", "science photo library", "getty images",
        "getty", "gettyimages", "getty images/istockphoto", "istockphoto", "istock photo", "imago images",
        "alamy stock photo", "alamy live news", "lightrocket", "nurphoto", "sopa images", "icon sportswire",
        "imagn images", "usa today sports", "ritzau scanpix", "ntb scanpix", "scanpix", "zuma press",
        "wireimage", "filmmagic", "epa-efe", "picture alliance", "picture-alliance", "pa wire", "pa images",
        "pa media", "hulton archive", "swns", "swns.com", "mirrorpix", "mediapunch", "europa press",
        "anadolu images", "shutterstock.com", "shutterstock", "istock", "agence france-presse via getty images",
        "symbolbild", "symbolfoto", "archivbild", "archivfoto", "imagen de archivo", "foto de archivo", "zvg",
        "photo d'archives", "photo d’archives", "photo d'illustration", "photo d’illustration", "ilustrační foto",
        "zdjęcie ilustracyjne", "foto d'archivio", "foto di repertorio", "arşiv", "архивное фото", "資料写真",
        "자료사진", "资料图", "資料照片", "資料照", "示意圖", "示意图", "vcg", "belgaimage", "folhapress",
        "photo provided", "photo supplied", "photo submitted", "express photo", "white house photo", "adobe stock",
        "stock.adobe.com", "youtube screenshot", "department of defense photo",
        "keystone-sda", "apa-images", "us-pool", "universal history archive", "visual china group",
    }
)  # fmt: skip
"""What alone on its line is a credit: no section of an article is headed by these."""

PICTURE_AGENCIES = LONE_CREDITS | frozenset(
    {
        "unsplash", "pexels", "pixabay", "depositphotos", "dreamstime", "adobestock",
        "freepik", "123rf", "imago", "zuma", "zuma press wire", "imagn", "sipa", "sipa usa",
        "abaca", "abacapress", "rex", "rex features", "alamy", "keystone", "belga", "belga photo", "anp",
        "lapresse", "ritzau", "cuartoscuro", "press association", "epa", "magnum photos", "redux", "polaris",
        "bettmann", "corbis", "popperfoto", "eyeem", "wikimedia", "wikimedia commons", "creative commons",
        "public domain", "flickr", "the canadian press", "kyodo", "kyodo news", "anadolu agency", "anadolu",
        "hans lucas", "united archives", "vcg", "photocall", "inpho", "sportsfile", "cultura rf",
        "imago-images-bilder", "sz photo", "screenshot", "stringer", "press association images",
        "everett collection", "newscom", "ddp", "epd", "kna", "nordphoto", "witters", "actionpress",
        "action images", "offside", "propaganda photo", "photosport", "backpagepix", "gallo images",
        "flash90", "colourbox", "afp photo", "profimedia", "profimedia.cz", "antara foto", "cfp", "dpa-zentralbild",
        "dpa-infocom", "dpa-tmn", "agência brasil", "agencja wyborcza.pl", "al jazeera", "canadian press",
        "la presse canadienne", "news corp", "newswire", "expa", "bildbyrån", "ntb", "lehtikuva", "aop",
        "fotogramma", "imagoeconomica", "photonews", "panoramic", "maxppp", "sipapress", "riva press", "divergence",
        "afp forum", "アフロ", "ゲッティ", "hindustan times", "barcroft", "camera press", "contrasto", "ansa foto",
        "photoshot",
    }
)  # fmt: skip
"""Picture agencies and archives that make a credit of what they are joined to."""

# Matches the picture service of a news agency: "AP Photo", "Reuters pictures"; not "AP".
SERVICE = deferred(
    r"(?:the )?(?:ap|afp|epa|efe|dpa|reuters|cp|pti|tt|pa|xinhua|upi|ani|aap)"
    r"[ -](?:file )?(?:photos?|images?|wire|foto|pictures?|file)"
    r"|(?:aa|iha|dha|shutterstock|getty|istock|cna|bernama|antara|vna|wam|spa|kuna|mena) (?:file )?photos?"
    r"|(?:foto|photo|fotos) (?:ap|afp|ansa|epa|efe|dpa|reuters|anp|belga|ntb|ats|keystone)"
    r"|getty images file|cc[ -]by(?:-[a-z]{2})*(?: \d\.\d)?|epa/[a-z-]+",
    re.IGNORECASE,
)

NEWS_AGENCIES = frozenset(
    {
        "AP", "ＡＰ", "AFP", "ＡＦＰ", "AAP", "EPA", "EFE", "DPA", "dpa", "PA", "APA", "ANSA", "ANP", "NTB", "TT",
        "UPI", "PTI", "ANI", "CP", "CNA", "STF", "Reuters", "REUTERS", "ロイター", "共同", "時事", "연합뉴스",
        "뉴시스", "뉴스1", "로이터", "로이터연합뉴스", "中央社", "路透社", "法新社", "美聯社", "美联社", "歐新社",
        "中新社",
        "新华社", "新華社", "Xinhua", "XINHUA", "TASS", "Tass", "ТАСС", "РИА Новости", "Sputnik", "SPUTNIK",
        "Bloomberg", "Yonhap", "Tasnim", "WANA", "AA", "BNS", "LETA", "ČTK", "PAP", "MTI", "Tanjug", "Agerpres",
        "Lusa", "LUSA", "Associated Press", "The Associated Press", "Agence France-Presse",
        "Press Trust of India", "NASA", "ESA", "NOAA", "ESO", "BELGA", "Belga", "DHA", "İHA", "IHA", "EP", "ATS", "SDA",
        "LaPresse", "Ansa", "Afp", "ANTARA", "Antara", "Bernama", "VNA", "TTXVN", "Ritzau", "STA", "HINA", "Hina",
        "Radio-Canada", "CTK", "TASR", "SITA", "Ukrinform", "Interfax", "ИТАР-ТАСС", "РИАН", "Укринформ", "УНИАН",
    }
)  # fmt: skip
"""News agencies as credits write them, in their own case: "PA" is one, "pa" is not."""

FILLERS = frozenset(
    {
        "pool", "handout", "hand-out", "supplied", "contributed", "contributor", "provided", "courtesy", "file",
        "file photo", "file image", "file picture", "archive", "archives", "archiv", "archivo", "stringer",
        "staff", "staff photo", "staff photographer", "stf", "x", "twitter", "facebook", "instagram", "youtube",
        "tiktok", "telegram", "truth social", "stock", "screenshot", "screenshots", "screengrab",
        "illustration", "collage", "montage", "composite", "uncredited", "reproduction", "repro", "zvg",
        "photographer", "author", "the author", "photo", "photos", "image", "images", "picture", "pictures", "wire",
        "reporter",
        "collection", "all rights reserved", "privat", "private", "prensa", "cedida", "cortesía", "divulgação",
        "reprodução", "reproducción", "capture d'écran", "capture d’écran", "captura", "d.r.", "dr",
        "arquivo", "arquivo pessoal", "social media", "symbolbild", "symbolfoto", "archivbild", "archivfoto",
        "screen grab", "video still", "video grab", "agencies", "agency", "bluesky", "threads",
        "google maps", "google street view", "google earth",
    }
)  # fmt: skip
"""Words that stand in a credit beside names."""

PLATFORMS = frozenset(
    {
        "x", "twitter", "facebook", "instagram", "youtube", "tiktok", "telegram", "truth social", "linkedin",
        "snapchat", "bluesky", "threads", "weibo", "whatsapp", "social media",
    }
)  # fmt: skip
"""Where pictures are taken from, and whose users have handles."""

# Matches how East Asia joins a foreign agency to its own: "AFP時事", "ロイター=共同", "AP 연합뉴스"; not "AP通信".
EAST_ASIAN_PAIR = deferred(
    r"(?:[(（]C[)）])?(?:AP|AFP|EPA|UPI|ＡＰ|ＡＦＰ|ロイター|ゲッティ|로이터|신화|TASS|타스)[ =＝・/／]?"
    r"(?:共同|時事|アフロ|연합뉴스|뉴시스|뉴스1)|[（(](?:新华社|中新社|新華社)发[)）]"
)

# Matches who took or gave a picture, as East Asia says it: "李娜 摄", "연합뉴스 제공"; not a sentence about gifts.
EAST_ASIAN_GIVER = deferred(
    r"[\w·. ]{2,16} ?(?:摄|攝|攝影|摄影|撮影|写す|제공)|[\w·. ]{2,12}(?:社|新聞|テレビ|局|市|省|県|氏)提供"
)
