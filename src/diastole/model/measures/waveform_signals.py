"""The waveforms that anybody may see, by name: where each lies in the circulation, its unit and its title."""

from typing import NamedTuple

from diastole.model.devices.register import DEVICES


class Signal(NamedTuple):
    """A waveform."""

    source: str  # name in the circulation
    unit: str
    title: str


SIGNALS: dict[str, Signal] = {
    "aortic_pressure": Signal("p_ascending_aorta", "mmHg", "Aortic pressure"),
    "thoracic_aortic_pressure": Signal("p_thoracic_aorta", "mmHg", "Pressure in the descending thoracic aorta"),
    "abdominal_aortic_pressure": Signal("p_abdominal_aorta", "mmHg", "Pressure in the abdominal aorta"),
    "lv_pressure": Signal("p_lv", "mmHg", "Left ventricular pressure"),
    "rv_pressure": Signal("p_rv", "mmHg", "Right ventricular pressure"),
    "left_atrial_pressure": Signal("p_la", "mmHg", "Left atrial pressure"),
    "right_atrial_pressure": Signal("p_ra", "mmHg", "Right atrial pressure"),
    "pulmonary_artery_pressure": Signal("p_pulmonary_arteries", "mmHg", "Pulmonary artery pressure"),
    "pericardial_pressure": Signal("p_pericardium", "mmHg", "Pericardial pressure"),
    "aortic_flow": Signal("q_aortic", "mL/s", "Flow through the aortic valve"),
    "mitral_flow": Signal("q_mitral", "mL/s", "Flow through the mitral valve"),
    "tricuspid_flow": Signal("q_tricuspid", "mL/s", "Flow through the tricuspid valve"),
    "pulmonary_flow": Signal("q_pulmonary", "mL/s", "Flow through the pulmonary valve"),
    "septal_defect_flow": Signal("q_septal_defect", "mL/s", "Flow from left to right ventricle through the septum"),
    "coronary_flow": Signal("q_coronary_arteries", "mL/s", "Flow into the coronary arteries"),
    "subendocardial_flow": Signal(
        "q_subendocardial_arterioles", "mL/s", "Flow through the arterioles of the inner wall"
    ),
    "subepicardial_flow": Signal("q_subepicardial_arterioles", "mL/s", "Flow through the arterioles of the outer wall"),
    "lv_volume": Signal("v_lv", "mL", "Left ventricular volume"),
    "rv_volume": Signal("v_rv", "mL", "Right ventricular volume"),
    "left_atrial_volume": Signal("v_la", "mL", "Left atrial volume"),
    "right_atrial_volume": Signal("v_ra", "mL", "Right atrial volume"),
    "lv_fibre_stress": Signal("stress_lv", "kPa", "Fibre stress of the left ventricular wall"),
    "lv_fibre_stretch": Signal("stretch_lv", "1", "Fibre stretch of the left ventricular wall"),
    "lv_active_tension": Signal("tension_lv", "kPa", "Active fibre tension of the left ventricular wall"),
    "lv_calcium": Signal("calcium_lv", "µM", "Free calcium of the left ventricular wall"),
    "lv_atp_rate": Signal("atp_lv", "µmol/s", "Contractile ATP use of the left ventricular wall"),
    **{name: Signal(*waveform) for device in DEVICES for name, waveform in device.waveforms.items()},
}
