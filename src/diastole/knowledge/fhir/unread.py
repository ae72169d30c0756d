"""Unread parts of a resource, in codes or in words: each is named, so that none is lost."""

from diastole.errors import InputError
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.reader import Reader
from diastole.knowledge.fhir.resource import Node, Resource
from diastole.knowledge.fhir.texts import Said, attachments, blocks_with, texts
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
REASONS_FOR = ("mr.grade", "mr.onset")  # facts that are reasons for a pump, not against it
REPORTS = ("DiagnosticReport", "Condition", "Procedure")
ORDERS = ("ServiceRequest", "DeviceRequest", "Appointment", "Task")  # that name a balloon pump because one is wanted
NAMES = ("code", "bodySite", "method")
FREE = ("note", "notes", "comment", "comments", "conclusion", "text", "presentedForm")
READ_BY_CODE = ("severity", "stage", "dataAbsentReason")
PLAIN = ("aorta", "valve", "graft", "balloon")  # topics that count wherever they stand
LEAK = ("leak", "valve")
AORTIC = ("aortic_leak", "aorta", *LEAK)
COVERED = {  # concept or device → groups whose words are its own name
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
    """Name what rules ask and a resource says in a place, or in words, that are not read.

    Parameters
    ----------
    read
        Whether its kind is read; of one that is not, any word is one too many.
    """
    name_codes(reader, resource, read=read)
    parts = [resource.node, *(resource.node.blocks("component") if read else ())]
    concepts = {one for part in parts for one in codes.concepts(part.block("code"))} | _device(reader, resource)
    covered = {"measures", *(group for one in concepts for group in COVERED.get(one, ()))} if concepts else set()
    states = read and (any(map(_fact, concepts)) or bool(concepts & {*codes.ECHO}))
    for said in texts(resource):
        reason = _mentioned(said, resource, covered, read=read) or (_unsettled(said, resource) if states else "")
        if reason:
            reader.leave(resource, reason)
    if read:
        for part in parts:
            if strange := codes.beside(part.block("code")):
                reader.leave(resource, strange)
        if states and resource.node.value.get("bodyStructure"):
            reader.leave(resource, "its bodyStructure is not read, it may be another one than its code says")
        _report(reader, resource, concepts)


def name_codes(reader: Reader, resource: Resource, *, read: bool) -> None:
    """Name the codes of what rules ask beside what is read, such as the reason of an encounter."""
    node, states = resource.node, resource.type in ("Observation", "Condition")
    hidden = {"contained", "code"} if states else {"contained"}
    rest = Node({key: value for key, value in node.value.items() if key not in hidden}, node.place)
    named = {_asked(Node(one, node.place)) for one in blocks_with(rest, "code") if isinstance(one["code"], str)} - {""}
    if read and states and named:
        named -= {one for part in (node, *node.blocks("component")) for one in codes.concepts(part.block("code"))}
    if named:
        reader.leave(resource, f"names {', '.join(sorted(named)).replace('_', ' ')}, which is not read here")


def _mentioned(said: Said, resource: Resource, covered: set[str], *, read: bool) -> str:
    """Return why a text may say what rules ask, and is not read; nothing where it does not, or is read."""
    top, known = said.keys[0], load_mentions()
    key = said.keys[1] if top == "component" and len(said.keys) > 1 else top
    asked = {*known.diseases, *PLAIN}
    if read and key in FREE:
        asked |= known.groups.keys()
    elif read and key in NAMES:
        if not covered:  # its code is not read: named where that is said
            return _order(said, resource) if resource.type in ORDERS else ""
        asked -= covered
    elif read and not covered and key.startswith("value"):
        asked |= {"platelets", "coagulation"}
    elif read and covered and (key in READ_BY_CODE or key.startswith(("value", "interpretation"))):
        asked -= covered
    found = mentioned_groups(said.words)
    hits = {found[group] for group in found if group in asked}
    if resource.type in ORDERS:
        hits -= {found[group] for group in ("aorta", "balloon", "valve") if group in found}
    elif not read:
        hits -= {found[group] for group in covered & found.keys()}
    graded = read and key in FREE and mentioned_grades(said.words) & GRADED_LEAKS
    unreadable = resource.type in REPORTS and key not in NAMES and foreign(said.words)
    return f"its {said.place} '{shown(said.words)}' is not read" if hits or graded or unreadable else ""


def _order(said: Said, resource: Resource) -> str:
    """Return which disease an order names; what it orders is no finding."""
    found = mentioned_groups(said.words).keys() & load_mentions().diseases
    return f"its {said.place} '{shown(said.words)}' is not read" if found else ""


def _unsettled(said: Said, resource: Resource) -> str:
    """Return why what a resource says of a fact may not be so: its name says something else, or nobody saw it."""
    if said.keys[0] == "component":
        said = Said(said.keys[1:], said.words)
    if not said.keys or (said.keys[0].startswith("value") and "extension" not in said.keys):
        return ""  # read
    if said.keys[0] in NAMES and (word := turned(said.words)) and not _own(word, resource):
        return f"its {said.place} '{shown(said.words)}' says something else than its code"
    louder = "extension" in said.keys and mentioned_grades(said.words) & GRADED_LEAKS
    if louder or (said.keys[0] != "code" and doubted(said.words)) or (said.keys[0] in FREE and foreign(said.words)):
        return f"its {said.place} '{shown(said.words)}' is not read"
    return ""


def _own(word: str, resource: Resource) -> bool:
    """Tell whether a word that turns the meaning of others belongs to the code: mitral, of a mitral leak."""
    own = codes.concepts(resource.node.block("code"))
    own += tuple(one for part in resource.node.blocks("component") for one in codes.concepts(part.block("code")))
    return word == "mitral" and any(one.startswith("mr_") or codes.GRADED.get(one) == "mr.grade" for one in own)


def _report(reader: Reader, resource: Resource, concepts: set[str]) -> None:
    """Name what an examination of valves and aorta concludes, unless every word of it is known not to matter."""
    is_echo = bool(concepts & {*codes.ECHO})
    for said in texts(resource) if is_echo else ():
        if said.keys[0].startswith(("conclusion", "value", "presentedForm")) and not says_nothing(said.words):
            reader.leave(resource, f"its {said.place} '{shown(said.words)}' is not read")
    if is_echo or any(names_imaging(name) for name in codes.names(resource.node.block("code"))):
        for kind in attachments(resource.node):
            reader.leave(resource, f"an attachment, {shown(kind)}, is not read")


def _fact(concept: str) -> str:
    return codes.FOUND.get(concept) or codes.GRADED.get(concept) or codes.MEASURED.get(concept) or ""


def _asked(coding: Node) -> str:
    """Return the concept of a code, if it is one whose presence or grade speaks against a pump."""
    try:
        found = codes.meaning(coding)
    except InputError:
        return ""
    fact = (codes.FOUND.get(found.concept) or codes.GRADED.get(found.concept)) if found else None
    return found.concept if found and fact and fact not in REASONS_FOR else ""


def _device(reader: Reader, resource: Resource) -> set[str]:
    """Return the concepts of a device, or of the one whose use or order this is."""
    node = resource.node
    found: Resource | None = resource if resource.type == "Device" else None
    for key in ("device", "codeReference"):
        block = node.value.get(key)
        reference = block.get("reference") if isinstance(block, dict) else None
        if isinstance(reference, str):
            found = reader.index.find(reference, resource)
    return set(codes.concepts(found.node.block("type"))) if found and found.type == "Device" else set()
