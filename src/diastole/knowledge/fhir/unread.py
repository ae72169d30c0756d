"""Parts of a resource, in codes or words, that are not read and may answer a rule: each is named."""

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.reader import Reader
from diastole.knowledge.fhir.resource import Node, Resource, mapping
from diastole.knowledge.fhir.texts import Passage, attachments, blocks_with, texts
from diastole.knowledge.screening.mentions import (
    doubted,
    foreign,
    load_mentions,
    mentioned_groups,
    names_imaging,
    says_nothing,
    turned,
)
from diastole.knowledge.screening.spellings import mentioned as mentioned_grades
from diastole.units import shown

GRADED_LEAKS = {"mild", "moderate", "moderate_severe", "severe"}
REASONS_FOR = ("mr.grade", "mr.onset")  # facts that are reasons for a pump
REPORTS = ("DiagnosticReport", "Condition", "Procedure")
ORDERS = ("ServiceRequest", "DeviceRequest", "Appointment", "Task")  # may name a balloon pump that is wanted
NAMES = ("code", "bodySite", "method")
FREE = ("note", "notes", "comment", "comments", "conclusion", "text", "presentedForm")
READ_BY_CODE = ("severity", "stage", "dataAbsentReason")
PLAIN = ("aorta", "valve", "graft", "balloon")  # topics that count in every part of a resource
LEAK = ("leak", "valve")
AORTIC = ("aortic_leak", "aorta", *LEAK)
COVERED = {  # concept or device → groups of the words in its own name
    "aortic_regurgitation": AORTIC, "aortic_stenosis": ("aorta", "valve"), "bicuspid_aortic_valve": ("aorta", "valve"),
    "mitral_regurgitation": LEAK, "acute_mitral_regurgitation": LEAK, "papillary_muscle_rupture": LEAK,
    "chordal_rupture": LEAK, "aortic_dissection": ("aorta", "dissection", "aneurysm"),
    "aortic_aneurysm": ("aorta", "aneurysm"), "aortic_wall_disease": ("aorta", "wall"),
    "peripheral_artery_disease": ("limb",), "sepsis": ("sepsis",), "terminal_disease": ("terminal",),
    "coagulopathy": ("coagulopathy", "coagulation", "bleeding", "platelets"),
    "thrombocytopenia": ("low_platelets", "platelets"),
    "heparin_induced_thrombocytopenia": ("heparin_reaction", "low_platelets", "platelets"),
    "bleeding": ("bleeding", "aneurysm"), "tachyarrhythmia": ("rhythm",), "lvot_obstruction": ("aorta", "valve"),
    "platelets": ("platelets",), "platelet_size": ("platelets",), "inr": ("coagulation",), "heart_rate": (),
    "systolic_pressure": ("aorta",), "diastolic_pressure": ("aorta",), "mean_pressure": ("aorta",),
    "vena_contracta": AORTIC, "regurgitant_fraction": AORTIC, "pressure_half_time": AORTIC,
    **dict.fromkeys((codes.BALLOON_DEVICE, codes.BALLOON_IN, codes.BALLOON_RUNS, codes.BALLOON_OUT),
                    ("aorta", "balloon")),
    **dict.fromkeys(codes.ECHO, ("aorta", "valve")),
    **{concept: AORTIC if fact.startswith("ar.") else LEAK
       for concept, fact in codes.MEASURED.items() if fact in codes.BY_ECHO},
    "ar_flow": AORTIC,
}  # fmt: skip


def name_mentions(reader: Reader, resource: Resource, *, read: bool) -> None:
    """Name the parts of a resource that may answer a rule and are not read.

    Parameters
    ----------
    read
        Whether resources of its kind are read; in others every word of what the rules ask is named.
    """
    name_codes(reader, resource, read=read)
    parts = [resource.node, *(resource.node.blocks("component") if read else ())]
    concepts = {each for part in parts for each in codes.concepts(part.block("code"))} | _device(reader, resource)
    covered = {"measures", *(group for each in concepts for group in COVERED.get(each, ()))} if concepts else set()
    states = read and (any(map(_fact, concepts)) or bool(concepts & {*codes.ECHO}))
    for passage in texts(resource):
        reason = _mentioned(passage, resource, covered, read=read) or (_unsettled(passage, resource) if states else "")
        if reason:
            reader.mark_unread(resource, reason)
    if read:
        for part in parts:
            if unknown := codes.unread_translation(part.block("code")):
                reader.mark_unread(resource, unknown)
        if states and resource.node.value.get("bodyStructure"):
            reader.mark_unread(resource, "its bodyStructure is not read, it may be another one than its code says")
        _report(reader, resource, concepts)


def name_codes(reader: Reader, resource: Resource, *, read: bool) -> None:
    """Name codes that may answer a rule in places that are not read, such as the reason of an encounter."""
    node, states = resource.node, resource.type in ("Observation", "Condition")
    hidden = {"contained", "code"} if states else {"contained"}
    rest = Node({key: value for key, value in node.value.items() if key not in hidden}, node.place)
    coded = (block for block in blocks_with(rest, "code") if isinstance(block["code"], str))
    named = {_asked(Node(block, node.place)) for block in coded} - {""}
    if read and states and named:
        named -= {each for part in (node, *node.blocks("component")) for each in codes.concepts(part.block("code"))}
    if named:
        reader.mark_unread(resource, f"names {', '.join(sorted(named)).replace('_', ' ')}, which is not read here")


def _mentioned(passage: Passage, resource: Resource, covered: set[str], *, read: bool) -> str:
    """Return why a text may answer a rule and is not read; empty if it does not, or is read."""
    top, known = passage.keys[0], load_mentions()
    key = passage.keys[1] if top == "component" and len(passage.keys) > 1 else top
    words = mentioned_groups(passage.text)
    asked = {*known.diseases, *PLAIN}
    if read and key in FREE:
        asked |= known.groups.keys()
    elif read and key in NAMES:
        if not covered:  # its code is not read, and named as such; an order is no finding, but may name a disease
            return passage.unread if resource.type in ORDERS and words.keys() & known.diseases else ""
        asked -= covered
    elif read and not covered and key.startswith("value"):
        asked |= {"platelets", "coagulation"}
    elif read and covered and (key in READ_BY_CODE or key.startswith(("value", "interpretation"))):
        asked -= covered
    hits = {words[group] for group in words if group in asked}
    if resource.type in ORDERS:
        hits -= {words[group] for group in ("aorta", "balloon", "valve") if group in words}
    elif not read:
        hits -= {words[group] for group in covered & words.keys()}
    graded = read and key in FREE and mentioned_grades(passage.text) & GRADED_LEAKS
    unreadable = resource.type in REPORTS and key not in NAMES and foreign(passage.text)
    return passage.unread if hits or graded or unreadable else ""


def _unsettled(passage: Passage, resource: Resource) -> str:
    """Return why a stated fact may not hold: its name means something else, or the view was not good enough."""
    keys = passage.keys[1:] if passage.keys[0] == "component" else passage.keys
    if not keys or (keys[0].startswith("value") and "extension" not in keys):
        return ""  # read
    inner, text = Passage(keys, passage.text), passage.text
    if keys[0] in NAMES and (word := turned(text)) and not _own(word, resource):
        return f"its {inner.quoted} says something else than its code"
    louder = "extension" in keys and mentioned_grades(text) & GRADED_LEAKS
    if louder or (keys[0] != "code" and doubted(text)) or (keys[0] in FREE and foreign(text)):
        return inner.unread
    return ""


def _own(word: str, resource: Resource) -> bool:
    """Return whether a word that changes the meaning of a name belongs to the code: mitral, of a mitral leak."""
    parts = (resource.node, *resource.node.blocks("component"))
    own = [each for part in parts for each in codes.concepts(part.block("code"))]
    return word == "mitral" and any(each.startswith("mr_") or codes.GRADED.get(each) == "mr.grade" for each in own)


def _report(reader: Reader, resource: Resource, concepts: set[str]) -> None:
    """Name the conclusions of an examination of valves and aorta, unless every word is known not to matter."""
    is_echo = bool(concepts & {*codes.ECHO})
    for passage in texts(resource) if is_echo else ():
        if passage.keys[0].startswith(("conclusion", "value", "presentedForm")) and not says_nothing(passage.text):
            reader.mark_unread(resource, passage.unread)
    if is_echo or any(names_imaging(name) for name in codes.names(resource.node.block("code"))):
        for kind in attachments(resource.node):
            reader.mark_unread(resource, f"an attachment, {shown(kind)}, is not read")


def _fact(concept: str) -> str:
    return codes.FOUND.get(concept) or codes.GRADED.get(concept) or codes.MEASURED.get(concept) or ""


def _asked(coding: Node) -> str:
    """Return the concept of a code whose presence or grade is a reason against a pump; empty for others."""
    try:
        meaning = codes.meaning(coding)
    except InputError:
        return ""
    fact = (codes.FOUND.get(meaning.concept) or codes.GRADED.get(meaning.concept)) if meaning else None
    return meaning.concept if meaning and fact and fact not in REASONS_FOR else ""


def _device(reader: Reader, resource: Resource) -> set[str]:
    """Return the concepts of a device, or of the device that is used or ordered."""
    device: Resource | None = resource if resource.type == "Device" else None
    for key in ("device", "codeReference"):
        reference = mapping(resource.node.value.get(key)).get("reference")
        if isinstance(reference, str):
            device = reader.index.find(reference, resource)
    return set(codes.concepts(device.node.block("type"))) if device and device.type == "Device" else set()
