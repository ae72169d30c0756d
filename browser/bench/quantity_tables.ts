// How a number with its unit is read. Written by `make engine`; do not edit.

// What stands for \s in a pattern: the blanks of Python, which are not those of JavaScript.
export const BLANKS = "[\\u0009\\u000a\\u000b\\u000c\\u000d\\u001c\\u001d\\u001e\\u001f\\u0020\\u0085\\u00a0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"

export const PATTERNS = {"number": "[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?", "factor": "\\s*([/*\u00b7\u22c5.]?)\\s*(1(?![0-9])|cmH2O|[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u1fff]+|%)(?:(?:\\^|\\*\\*)?(-?[1-9]))?", "bracket": "/\\s*\\(([^()/]*)\\)", "thousands": "(?<=[0-9])[\\u00a0\\u2007\\u2009\\u202f](?=[0-9]{3}(?![0-9]))", "grouped": "([+-]?[0-9]{1,3}(?:([ .,'\u2019])[0-9]{3})(?:\\2[0-9]{3})*)(?:(?!\\2)[.,]([0-9]+))?(?![0-9.,'\u2019])", "comma": "([+-]?[0-9]*),([0-9]+)(?![0-9.,'\u2019])", "second": "[/|]\\s*[0-9]{2}", "more": "[,.:^*+-]|[02-9]", "separators": "[ .,'\u2019]", "change": "([+-]) ?([0-9]*\\.?[0-9]+) ?%|[x\u00d7] ?([0-9]*\\.?[0-9]+)"}

export const SAID = {"long": "'{text}' is not a quantity; give {allowed}", "no number": "'{text}' does not start with a finite number; give {allowed}", "respelled": "'{text}' {advice}; give {allowed}", "two": "'{text}' holds two numbers; give each under its own key as {allowed}", "more": "'{text}' is not one plain number such as 1200.5 with a unit; give {allowed}", "no unit": "'{number}' has no unit; give {allowed}, such as {example}", "wrong unit": "'{text}': {problem} Give {allowed}", "no such unit": "'{text}' is not a unit.", "unknown unit": "'{name}' is not a known unit.{advice}", "other kind": "'{text}' is not {allowed}, but {given}", "too large": "'{text}' is too large", "comma": "has a decimal comma; write '{whole}.{fraction}{rest}'", "either": "has a comma, which may be a decimal or a thousands sign; write '{decimal}{rest}' or '{whole}{rest}'", "both": "has thousands signs and a decimal comma; write '{whole}{fraction}{rest}'", "thousands": "has a thousands sign; write '{whole}{fraction}{rest}'", "impossible": "'{text}' is impossible; allowed is {range}", "nothing": "no value given; give {kind}", "no present": "{key}: '{text}' changes a value, and this patient has none there; give the value itself", "ambiguous": "{key}: '{text}' may be a change or the value itself; write 'x{times}' for the change, or '{share}' for the value", "syringe": "'{text}' is the rate of a syringe pump; give the dose, such as 'noradrenaline: 0.1 \u00b5g/kg/min'", "no dose": "'{text}' is no dose in \u00b5g/kg/min; write it like 'noradrenaline: 0.1 \u00b5g/kg/min'", "no weight": "'{text}' is not per kg; give 'body' with the weight, or 'noradrenaline: 0.1 \u00b5g/kg/min'"}

// What is read as another sign; ways to write a unit; digits that stand raised.
export const SAME = {"\u2212": "-", "\u2013": "-", "\u03bc": "\u00b5"}

export const SPELLINGS = {"mm Hg": "mmHg", "mm[Hg]": "mmHg", "cm[H2O]": "cmH2O", "cmH\u2082O": "cmH2O"}

export const RAISED = {"\u2070": "0", "\u00b9": "1", "\u00b2": "2", "\u00b3": "3", "\u2074": "4", "\u2075": "5", "\u2076": "6", "\u2077": "7", "\u2078": "8", "\u2079": "9", "\u207b": "-"}

// Of each unit the numerator and denominator of its size in m, g, s and mol, and its powers of these.
export const UNITS = {"1": [1, 1, 0, 0, 0, 0], "m": [1, 1, 1, 0, 0, 0], "g": [1, 1, 0, 1, 0, 0], "s": [1, 1, 0, 0, 1, 0], "mol": [1, 1, 0, 0, 0, 1], "cm": [1, 100, 1, 0, 0, 0], "mm": [1, 1000, 1, 0, 0, 0], "\u00b5m": [1, 1000000, 1, 0, 0, 0], "Fr": [1, 3000, 1, 0, 0, 0], "ms": [1, 1000, 0, 0, 1, 0], "\u00b5s": [1, 1000000, 0, 0, 1, 0], "min": [60, 1, 0, 0, 1, 0], "h": [3600, 1, 0, 0, 1, 0], "Hz": [1, 1, 0, 0, -1, 0], "bpm": [1, 60, 0, 0, -1, 0], "kg": [1000, 1, 0, 1, 0, 0], "mg": [1, 1000, 0, 1, 0, 0], "\u00b5g": [1, 1000000, 0, 1, 0, 0], "mcg": [1, 1000000, 0, 1, 0, 0], "L": [1, 1000, 3, 0, 0, 0], "dL": [1, 10000, 3, 0, 0, 0], "mL": [1, 1000000, 3, 0, 0, 0], "\u00b5L": [1, 1000000000, 3, 0, 0, 0], "l": [1, 1000, 3, 0, 0, 0], "dl": [1, 10000, 3, 0, 0, 0], "ml": [1, 1000000, 3, 0, 0, 0], "\u00b5l": [1, 1000000000, 3, 0, 0, 0], "N": [1000, 1, 1, 1, -2, 0], "dyn": [1, 100, 1, 1, -2, 0], "Pa": [1000, 1, -1, 1, -2, 0], "hPa": [100000, 1, -1, 1, -2, 0], "kPa": [1000000, 1, -1, 1, -2, 0], "MPa": [1000000000, 1, -1, 1, -2, 0], "bar": [100000000, 1, -1, 1, -2, 0], "mbar": [100000, 1, -1, 1, -2, 0], "mmHg": [26664477483, 200000, -1, 1, -2, 0], "cmH2O": [196133, 2, -1, 1, -2, 0], "Torr": [2533125, 19, -1, 1, -2, 0], "torr": [2533125, 19, -1, 1, -2, 0], "J": [1000, 1, 2, 1, -2, 0], "mJ": [1, 1, 2, 1, -2, 0], "kJ": [1000000, 1, 2, 1, -2, 0], "W": [1000, 1, 2, 1, -3, 0], "mW": [1, 1, 2, 1, -3, 0], "mmol": [1, 1000, 0, 0, 0, 1], "\u00b5mol": [1, 1000000, 0, 0, 0, 1], "nmol": [1, 1000000000, 0, 0, 0, 1], "M": [1000, 1, -3, 0, 0, 1], "mM": [1, 1, -3, 0, 0, 1], "\u00b5M": [1, 1000, -3, 0, 0, 1], "nM": [1, 1000000, -3, 0, 0, 1], "%": [1, 100, 0, 0, 0, 0], "beat": [1, 1, 0, 0, 0, 0], "beats": [1, 1, 0, 0, 0, 0], "WU": [79993432449, 10, -4, 1, -1, 0]}

// What a dimension is called, and the units that are offered for it.
export const KINDS = {"pressure": ["mmHg", "kPa"], "volume": ["mL", "L"], "time": ["ms", "s"], "length": ["cm", "mm", "m"], "area": ["cm\u00b2", "mm\u00b2"], "rate": ["/min", "/s"], "flow": ["mL/s", "L/min"], "mass": ["kg", "g"], "number without a unit": ["1", "%"], "vascular resistance": ["mmHg s/mL", "dyn s/cm\u2075"], "inertance": ["mmHg s\u00b2/mL"], "compliance": ["mL/mmHg"], "elastance": ["mmHg/mL"], "concentration": ["\u00b5M", "\u00b5mol/mL"], "amount": ["\u00b5mol", "mmol"], "energy": ["J", "mJ"], "power": ["W", "mW"]}

export const LONGEST_TEXT = 80

// Units of a dose: per kg, of the whole patient, and of a syringe; and the digits of one that was divided.
export const DOSE = "\u00b5g/kg/min"

export const OF_PATIENT = "\u00b5g/min"

export const OF_SYRINGE = "mL/h"

export const DIGITS = 6
