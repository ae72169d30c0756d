"""The waveforms that anybody may see, by name: where each lies in the circulation, its unit and its title."""

from diastole.model.devices.device import Waveform
from diastole.model.devices.register import DEVICES

SIGNALS: dict[str, Waveform] = {
    "aortic_pressure": Waveform("p_ascending_aorta", "mmHg", "Aortic pressure"),
    "thoracic_aortic_pressure": Waveform("p_thoracic_aorta", "mmHg", "Pressure in the descending thoracic aorta"),
    "abdominal_aortic_pressure": Waveform("p_abdominal_aorta", "mmHg", "Pressure in the abdominal aorta"),
    "lv_pressure": Waveform("p_lv", "mmHg", "Left ventricular pressure"),
    "rv_pressure": Waveform("p_rv", "mmHg", "Right ventricular pressure"),
    "left_atrial_pressure": Waveform("p_la", "mmHg", "Left atrial pressure"),
    "right_atrial_pressure": Waveform("p_ra", "mmHg", "Right atrial pressure"),
    "pulmonary_artery_pressure": Waveform("p_pulmonary_arteries", "mmHg", "Pulmonary artery pressure"),
    "pericardial_pressure": Waveform("p_pericardium", "mmHg", "Pericardial pressure"),
    "aortic_flow": Waveform("q_aortic", "mL/s", "Flow through the aortic valve"),
    "mitral_flow": Waveform("q_mitral", "mL/s", "Flow through the mitral valve"),
    "tricuspid_flow": Waveform("q_tricuspid", "mL/s", "Flow through the tricuspid valve"),
    "pulmonary_flow": Waveform("q_pulmonary", "mL/s", "Flow through the pulmonary valve"),
    "septal_defect_flow": Waveform("q_septal_defect", "mL/s", "Flow from left to right ventricle through the septum"),
    "coronary_flow": Waveform("q_coronary_arteries", "mL/s", "Flow into the coronary arteries"),
    "subendocardial_flow": Waveform(
        "q_subendocardial_arterioles", "mL/s", "Flow through the arterioles of the inner wall"
    ),
    "subepicardial_flow": Waveform(
        "q_subepicardial_arterioles", "mL/s", "Flow through the arterioles of the outer wall"
    ),
    "lv_volume": Waveform("v_lv", "mL", "Left ventricular volume"),
    "rv_volume": Waveform("v_rv", "mL", "Right ventricular volume"),
    "left_atrial_volume": Waveform("v_la", "mL", "Left atrial volume"),
    "right_atrial_volume": Waveform("v_ra", "mL", "Right atrial volume"),
    "lv_fibre_stress": Waveform("stress_lv", "kPa", "Fibre stress of the left ventricular wall"),
    "lv_fibre_stretch": Waveform("stretch_lv", "1", "Fibre stretch of the left ventricular wall"),
    "lv_active_tension": Waveform("tension_lv", "kPa", "Active fibre tension of the left ventricular wall"),
    "lv_calcium": Waveform("calcium_lv", "µM", "Free calcium of the left ventricular wall"),
    "lv_atp_rate": Waveform("atp_lv", "µmol/s", "Contractile ATP use of the left ventricular wall"),
    **{name: waveform for device in DEVICES for name, waveform in device.waveforms.items()},
}
